"""Cancel, kill and resume: who may, what is done, what is written down."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from tests.webapp.operating.conftest import person
from tests.webapp.test_details import page, text_of
from webapp.crawls.models import Job, Node

LIST = "admin:crawls_job_changelist"


@pytest.fixture
def living(sqlite_database):
    until = timezone.now() + timezone.timedelta(hours=1)
    return Node.objects.create(name="n", host="h", pid=1, born=1, capacity=1, until=until)


@pytest.fixture
def jobs(living):
    made = {
        state: Job.objects.create(spider="s", state=state, node=living)
        for state in ("pending", "running", "finished")
    }
    return made | {"shell": Job.objects.create(spider="s", state="running", host="here", pid=7)}


def state(job):
    return Job.objects.values_list("state", "signal").get(pk=job.pk)


def ask(client, job, verb, **values):
    return client.post(page(job, verb), values, follow=True)


@pytest.mark.parametrize(
    ("verb", "name", "after", "said"),
    [
        ("cancel", "pending", ("cancelled", ""), "is cancelled: it had not started"),
        ("cancel", "running", ("running", "INT"), "is asked to end"),
        ("kill", "running", ("running", "KILL"), "is killed"),
        ("resume", "finished", ("pending", ""), "waits to go on where it was"),
    ],
)
def test_order_is_done_and_written_to_the_history(root, jobs, verb, name, after, said):
    answer = ask(root, jobs[name], verb)
    assert said in text_of(answer) or said in answer.content.decode()
    assert state(jobs[name]) == after
    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.object_id) == ("root", str(jobs[name].pk))
    assert said in entry.change_message
    assert said in text_of(root.get(page(jobs[name], "history")))


@pytest.mark.parametrize(
    ("verb", "name", "said"),
    [
        ("cancel", "finished", "has ended already: finished"),
        ("resume", "running", "has not ended"),
        ("cancel", "shell", "was started by hand (here, process 7)"),
        ("kill", "shell", "was started by hand"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(root, jobs, verb, name, said):
    before = state(jobs[name])
    assert said in ask(root, jobs[name], verb).content.decode()
    assert state(jobs[name]) == before
    assert not LogEntry.objects.exists()


def test_node_that_is_away_is_named(root, jobs, living):
    Node.objects.update(until=timezone.now() - timezone.timedelta(hours=1))
    assert "Its node, n, is away" in ask(root, jobs["running"], "cancel").content.decode()


def test_looking_changes_nothing(root, jobs):
    before = list(Job.objects.values())
    asked = {verb: root.get(page(jobs["running"], verb)) for verb in ("cancel", "kill", "resume")}
    assert [answer.status_code for answer in asked.values()] == [405, 200, 405]
    assert "A killed crawl ends at once" in text_of(asked["kill"])
    assert list(Job.objects.values()) == before


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [("view_job", set()), ("cancel_job", {"cancel", "kill"}), ("run_job", {"resume"})],
)
def test_each_order_needs_its_permission(jobs, permission, allowed):
    client = person("someone", permission)
    content = client.get(page(jobs["running"])).content.decode()
    assert (page(jobs["running"], "kill") in content) == ("kill" in allowed)
    before = {name: state(job) for name, job in jobs.items()}
    for verb, name in (("resume", "finished"), ("kill", "running"), ("cancel", "pending")):
        refused = client.post(page(jobs[name], verb)).status_code == 403
        assert refused == (verb not in allowed)
        assert (state(jobs[name]) == before[name]) == refused
    menu = client.get(reverse(LIST)).content.decode()
    shown = {verb for verb in ("cancel", "kill", "resume") if f'value="{verb}_jobs"' in menu}
    assert shown == allowed


def test_action_of_the_list_orders_many_and_says_what_was_not_done(root, jobs):
    chosen = [job.pk for job in jobs.values()]
    values = {"action": "cancel_jobs", "_selected_action": chosen}
    content = root.post(reverse(LIST), values, follow=True).content.decode()
    assert "had not started" in content
    assert "has ended already" in content
    assert state(jobs["running"]) == ("running", "INT")
    assert LogEntry.objects.count() == 2


def test_many_jobs_are_counted(root, living):
    Job.objects.bulk_create(
        Job(spider="s", state="pending", node=living, jobid=f"j{n}") for n in range(8)
    )
    values = {"action": "cancel_jobs", "_selected_action": list(
        Job.objects.values_list("pk", flat=True))}  # fmt: skip
    content = root.post(reverse(LIST), values, follow=True).content.decode()
    assert "In all: 8 jobs are asked to cancel, 0 could not be." in content
    assert content.count("had not started") == 5


def test_kill_of_the_list_is_confirmed_first(root, jobs):
    values = {"action": "kill_jobs", "_selected_action": [jobs["running"].pk]}
    asked = root.post(reverse(LIST), values)
    assert "A killed crawl ends at once" in text_of(asked)
    assert state(jobs["running"]) == ("running", "")
    root.post(reverse(LIST), values | {"confirmed": "yes"})
    assert state(jobs["running"]) == ("running", "KILL")


@pytest.mark.parametrize("name", ["cancel", "kill", "resume", "live", "log"])
def test_job_that_is_not_there_is_404(root, name):
    for key in ("1", "x", "9" * 30):
        address = f"/admin/crawls/job/{key}/{name}/"
        answer = root.get(address) if name in {"live", "log"} else root.post(address)
        assert answer.status_code == 404


def test_live_answers_with_what_the_page_shows(root, jobs):
    job = jobs["running"]
    Job.objects.filter(pk=job.pk).update(pages=12, items_created=3)
    found = root.get(page(job, "live")).json()["jobs"][str(job.pk)]
    assert (found["shown_state"], found["is_open"], found["pages"]) == ("running", True, "12")
    assert found["progress"] == "no URLs yet"
    address = reverse("admin:crawls_job_live_list")
    wrong = root.get(address, {"job": [job.pk, "x", "9" * 40, "-1"]}).json()["jobs"]
    assert list(wrong) == [str(job.pk)]
    assert person("nobody").get(address).status_code == 200
