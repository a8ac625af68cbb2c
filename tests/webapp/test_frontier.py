"""The frontier and the fates in the admin: what a person sees and may do."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone

from tests.webapp.conftest import logged_in
from tests.webapp.test_details import page, text_of
from webapp.crawls.models import HostLease, Job, Visit, Worker


@pytest.fixture
def root(database):
    return logged_in(User.objects.create_superuser("root"))


@pytest.fixture
def job(database):
    """A job of 7 URLs on two hosts, one of them owned."""
    job = Job.objects.create(
        spider="pages", jobid="mine", arguments={"url": ["http://a.example/"]}
    )
    worker = Worker.objects.create(job=job, host="crawler1", pid=77, born=1)
    begin = timezone.now() - timezone.timedelta(minutes=2)
    said = {
        "done": 4,
        "failed": 2,
        "began": begin,
        "latest": begin + timezone.timedelta(minutes=1),
    }
    HostLease.objects.create(job=job, host="a.example", worker=worker, delay=0.5, **said)
    HostLease.objects.create(job=job, host="b.example")
    states = ["pending", "pending", "leased", "done", "failed", "failed", "refused"]
    fates = ["", "", "", "stored", "timeout", "http_500", "robots"]
    for number, (state, fate) in enumerate(zip(states, fates, strict=True)):
        Visit.objects.create(
            job=job,
            fingerprint=f"{number}",
            url=f"http://a.example/{number}",
            payload="{}",
            rank=1_700_000_000_000_000 + number,
            host="a.example",
            state=state,
            fate=fate,
        )
    return job


def cells(response, name):
    """Return a column of a list, as text."""
    found = re.findall(
        rf'<t[dh] class="field-{name}[^"]*">(.*?)</t[dh]>', response.content.decode(), re.DOTALL
    )
    return [re.sub("<[^>]+>", "", cell).strip() for cell in found]


def test_frontier_shows_each_host_and_who_has_it(root, job):
    response = root.get(reverse("admin:crawls_hostlease_changelist"))
    columns = ("name", "pending", "leased", "done", "failures", "rate", "owner", "pace")
    assert [cells(response, name) for name in columns] == [
        ["a.example", "b.example"],
        ["2", "0"],
        ["1", "0"],
        ["4", "0"],
        ["2", "0"],
        ["6", "-"],
        ["crawler1:77", "nobody"],
        ["0.5", "0"],
    ]
    assert " d " in cells(response, "waits")[0]
    assert cells(response, "next_allowed") == ["now", "now"]


def test_page_of_a_job_adds_its_urls_up(root, job):
    said = text_of(root.get(page(job)))
    for words in (
        "done stored 1",
        "failed http_500 1",
        "failed timeout 1",
        "pending - 2",
        "all 7",
    ):
        assert words in said, said


def test_failed_urls_are_put_back_by_who_may_change_visits(root, job):
    url = reverse("admin:crawls_visit_changelist")
    chosen = list(Visit.objects.values_list("pk", flat=True))
    response = root.post(url, {"action": "retry", "_selected_action": chosen}, follow=True)
    assert "2 URLs are put back" in response.content.decode()
    assert Visit.objects.filter(state="pending", fate="").count() == 4
    assert HostLease.objects.get(host="a.example").failed == 0


def test_a_whole_job_is_put_back_and_the_command_is_shown(root, job):
    url = reverse("admin:crawls_job_changelist")
    response = root.post(url, {"action": "retry", "_selected_action": [job.pk]}, follow=True)
    said = response.content.decode()
    assert "2 URLs of job" in said
    assert "scrapy crawl pages -a url=http://a.example/ -a job=mine" in said


def test_reader_sees_no_such_action(job):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = logged_in(user)
    url = reverse("admin:crawls_visit_changelist")
    assert "Put back" not in client.get(url).content.decode()
    chosen = list(Visit.objects.values_list("pk", flat=True))
    client.post(url, {"action": "retry", "_selected_action": chosen})
    assert Visit.objects.filter(state="failed").count() == 2


def test_open_requests_are_found_by_their_index(sqlite_database):
    job = Job.objects.create(spider="s")
    waiting = Visit.objects.filter(job=job, state__in=Visit.OPEN)
    for query in (waiting, waiting.filter(host="h"), waiting.filter(host="h", state="pending")):
        assert "visit_open" in query.order_by().explain()
