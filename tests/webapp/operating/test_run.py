"""Running a spider from the admin: what is offered, checked, and made."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.webapp.operating.conftest import person
from tests.webapp.test_details import page, text_of
from webapp.crawls.models import Egg, Job, Spider

RUN = "/admin/crawls/job/run/"


def form_of(client, **query):
    """Return the fields that the form comes with."""
    content = client.get(RUN, query).content.decode()
    inputs = re.findall(r"<input[^>]*>", content)
    read = [dict(re.findall(r'(name|value)="([^"]*)"', each)) for each in inputs]
    fields = [(each.get("name", ""), each.get("value", "")) for each in read]
    kept = ("project", "spider", "made", "again", "priority")
    return {name: value for name, value in fields if name in kept or name.startswith("arg-")}


def send(client, values, **more):
    return client.post(RUN, {**values, **more})


def ready(version, **values):
    return Egg.objects.create(
        project="shop", version=version, state="ready", content=b"", size=0, **values
    )


def test_form_is_made_from_what_the_spider_declares(root, spiders):
    said = text_of(root.get(RUN, {"project": "default", "spider": "shop"}))
    for text in ("A shop.", "url: Where to begin.", "limit: Stop there. Default: 7.", "token:"):
        assert text in said


def test_run_puts_a_job_into_the_queue_and_into_the_history(root, spiders):
    sent = form_of(root, project="default", spider="shop")
    answer = send(
        root, sent, **{"arg-url": "http://a.example/", "arg-token": "hush", "priority": "2.5"},
        settings="LOG_LEVEL=DEBUG\n\n CLOSESPIDER_PAGECOUNT = 10 ",
    )  # fmt: skip
    job = Job.objects.get()
    assert answer.headers["Location"] == page(job)
    assert (job.state, job.origin, job.priority) == ("pending", "admin", 2.5)
    assert job.given == {"url": "http://a.example/", "token": "hush"}
    assert job.settings == {"LOG_LEVEL": "DEBUG", "CLOSESPIDER_PAGECOUNT": "10"}
    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.object_id) == ("root", str(job.pk))
    assert entry.change_message == (
        "Asked to run shop; arguments: url=http://a.example/, token=***"
    )
    assert "No node lives" in root.get(page(job)).content.decode()
    assert "hush" not in root.get(page(job)).content.decode()


WRONG = {
    "argument missing": ({"arg-url": ""}, "The spider needs it."),
    "no address": ({"arg-url": "ftp://a/"}, "Must be an address"),
    "no number": ({"arg-limit": "-3"}, "Must be a whole number."),
    "another digit": ({"arg-limit": "٣"}, "Must be a whole number."),
    "too long": ({"arg-token": "x" * 5000}, "at most 4000 characters"),
    "NUL": ({"arg-token": "a\0b"}, "Null characters are not allowed"),
    "no such argument": ({"arg-limitt": "1"}, "Did you mean 'limit'?"),
    "setting without =": ({"settings": "LOG_LEVEL"}, "Line 1 has no ="),
    "setting's name": ({"settings": "A=1\nlog level=1"}, "Line 2: 'log level' is no name"),
    "setting twice": ({"settings": "A=1\nA=2"}, "Line 2: A is there twice."),
    "priority": ({"priority": "nan"}, "Enter a number."),
    "version": ({"version": "99"}, "99 is not one of the available choices"),
    "job id": ({"jobid": "../../etc/passwd"}, "Up to 64 letters"),
    "made": ({"made": "x"}, "Enter a valid value"),
}


@pytest.mark.parametrize(("values", "said"), WRONG.values(), ids=WRONG)
def test_wrong_input_is_said_at_its_place_and_nothing_is_made(root, spiders, values, said):
    sent = form_of(root, project="default", spider="shop") | {"arg-url": "http://a.example/"}
    assert said in text_of(send(root, sent, **values)).replace("&#x27;", "'")
    assert not Job.objects.exists()


def test_form_that_is_sent_twice_makes_one_job(root, spiders):
    sent = form_of(root, project="default", spider="free") | {"arguments": "a=1"}
    first, second = send(root, sent), send(root, sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert Job.objects.get().given == {"a": "1"}
    assert LogEntry.objects.count() == 1
    Job.objects.update(state="cancelled")
    send(root, sent)
    assert Job.objects.get().state == "cancelled"


def test_form_that_is_sent_again_with_other_values_asks_first(root, spiders):
    sent = form_of(root, project="default", spider="free") | {"arguments": "a=1"}
    send(root, sent)
    answer = send(root, sent, arguments="a=2")
    assert "with other values. Run makes another now." in text_of(answer)
    assert Job.objects.count() == 1
    [made] = re.findall(r'name="made" value="([0-9a-f]{32})"', answer.content.decode())
    send(root, sent, arguments="a=2", made=made)
    assert sorted(job.given["a"] for job in Job.objects.all()) == ["1", "2"]


def test_job_id_that_is_there_makes_no_other(root, spiders):
    for _ in range(2):
        sent = form_of(root, project="default", spider="free")
        send(root, sent, jobid="mine")
    assert Job.objects.get().jobid == "mine"
    shop = form_of(root, project="default", spider="shop") | {"arg-url": "http://a.example/"}
    assert "is of the spider" in text_of(send(root, shop, jobid="mine"))


def test_names_that_are_scrapyds_own_are_refused(root, spiders):
    sent = form_of(root, project="default", spider="free")
    assert "scrapyd's own" in text_of(send(root, sent, arguments="_job=x")).replace("&#x27;", "'")


def test_only_default_versions_are_offered_and_others_can_be_chosen(root):
    ready("1", chosen="2026-01-02T00:00Z")  # chosen last: the default
    ready("2", chosen="2026-01-01T00:00Z")
    names = (("shop", "1", "old"), ("shop", "2", "new"), ("shop", "", "local"), ("x", "", "other"))
    for project, version, name in names:
        Spider.objects.create(project=project, version=version, name=name)
    said = text_of(root.get(RUN))
    assert [name for _, _, name in names if name in said.split()] == ["old", "other"]
    assert "old" not in text_of(root.get(RUN, {"q": "other"})).split()
    sent = form_of(root, project="shop", spider="new", version="2")
    send(root, sent, version="2")
    job = Job.objects.get()
    assert (job.spider, job.egg_version) == ("new", "2")


def test_argument_of_one_version_is_refused_by_another(root):
    for version, argument in (("1", "old"), ("2", "new")):
        ready(version, chosen=f"2026-01-0{version}T00:00Z")
        declared = [{"name": argument, "help": "", "required": False, "type": "text"}]
        Spider.objects.create(
            project="shop", version=version, name="s", declares=True, arguments=declared
        )
    sent = form_of(root, project="shop", spider="s") | {"arg-new": "x"}
    assert "takes no argument" in text_of(send(root, sent, version="1"))
    assert not Job.objects.exists()


def test_again_comes_with_what_was_given_and_keeps_secrets(root, spiders):
    given = {"url": "http://a.example/", "token": "hush"}
    job = Job.objects.create(
        spider="shop", given=given, arguments=given, settings={"API_KEY": "k"}, state="failed"
    )
    content = root.get(RUN, {"again": job.pk}).content.decode()
    assert "hush" not in content
    assert "API_KEY=***" in content
    sent = form_of(root, again=job.pk)
    assert (sent["arg-url"], sent["arg-token"]) == ("http://a.example/", "***")
    send(root, sent, **{"arg-limit": "3"}, settings="API_KEY=***")
    new = Job.objects.exclude(pk=job.pk).get()
    assert (new.given, new.settings) == (given | {"limit": "3"}, {"API_KEY": "k"})


def test_again_of_a_spider_that_is_gone_says_so(root, spiders):
    job = Job.objects.create(spider="gone", state="failed")
    content = root.get(RUN, {"again": job.pk}, follow=True).content.decode()
    assert "has no spider" in content


@pytest.mark.parametrize(
    "query",
    [{"again": "x"}, {"spider": "x\0"}, {"again": "9" * 40}, {"q": "\0"}, {"version": "9"}],
)
def test_wrong_address_is_no_error(root, spiders, query):
    assert root.get(RUN, query, follow=True).status_code == 200


def test_only_who_may_run_does_and_looking_changes_nothing(spiders):
    query = {"project": "default", "spider": "free"}
    nobody, runner = person("nobody"), person("runner", "run_job")
    assert nobody.get(RUN).status_code == 403
    assert nobody.post(RUN, query | {"made": "0" * 32}).status_code == 403
    assert runner.get(RUN, query | {"made": "0" * 32}).status_code == 200
    assert not Job.objects.exists()
    assert send(runner, form_of(runner, **query)).status_code == 302
    links = [client.get(reverse("admin:index")).content.decode() for client in (nobody, runner)]
    assert [RUN in content for content in links] == [False, True]


def test_texts_of_a_spider_are_text(root):
    bad = "<script>hostile()</script>"
    declared = [{"name": bad, "help": bad, "required": False, "default": bad, "type": "text"}]
    Spider.objects.create(project=bad, name=bad, summary=bad, declares=True, arguments=declared)
    for query in ({}, {"project": bad, "spider": bad}):
        content = root.get(RUN, query).content.decode()
        assert "<script>hostile" not in content
        assert "&lt;script&gt;hostile" in content
