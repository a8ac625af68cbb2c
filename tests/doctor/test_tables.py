"""Database, leases, broker and workers: each trap is found by its name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.databases import connect
from tests.doctor.examining import found, only
from webapp.crawls.doctor.examination import examine
from webapp.crawls.models import Channel, Delivery, Job, Node, Rule, Task, Worker
from webapp.crawls.models.alert import Alert


def test_a_database_that_answers(database):
    assert only("database")[0] == "ok"
    assert only("migrations")[0] == "ok"
    assert only("clock")[0] == "ok"


def test_a_relative_database(sqlite_database, settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", "var/x.sqlite3")
    state, text = only("database")
    assert (state, "another folder" in text) == ("fail", True)


def test_sqlite_for_two_machines(sqlite_database):
    until = timezone.now() + timedelta(hours=1)
    for host in "ab":
        Node.objects.create(name=host, host=host, pid=1, born=1, capacity=1, until=until)
    state, text = found("leases")[0]
    assert (state, text.startswith("2 machines share SQLite")) == ("fail", True)


@pytest.mark.parametrize("sort", ["none", "empty"])
def test_a_database_that_is_not_there_or_empty(sqlite_database, tmp_path, sort):
    url = "postgres://u:secret@127.0.0.1:1/x" if sort == "none" else f"sqlite:///{tmp_path}/x"
    connect(url)
    try:
        findings = dict(examine())
    finally:
        connect(sqlite_database.url)
    states = {name: findings[name].state.value for name in ("database", "migrations", "leases")}
    if sort == "none":
        assert states == {"database": "fail", "migrations": "warn", "leases": "warn"}
    else:
        assert states == {"database": "ok", "migrations": "fail", "leases": "warn"}
    assert not [f for f in findings.values() if "secret@" in f.found or "defect" in f.todo]


def test_another_time_zone(sqlite_database, settings):
    settings.TIME_ZONE = "America/Chicago"
    assert only("clock")[0] == "fail"


def test_stale_leases(sqlite_database):
    assert only("leases") == ("ok", "0 nodes live, 0 jobs wait, and no lease is stale.")
    old = timezone.now() - timedelta(hours=1)
    node = Node.objects.create(name="n", host="h", pid=1, born=1, capacity=1, until=old)
    job = Job.objects.create(spider="s", node=node, heartbeat=old)
    Worker.objects.create(job=job, host="h", pid=1, born=1, until=old)
    (node_state, node_text), (job_state, job_text) = found("leases")
    assert (node_state, "node n is silent" in node_text) == ("fail", True)
    assert (job_state, job_text.partition(".")[0]) == (
        "warn",
        "1 jobs are lost, and 1 crawling processes are silent",
    )
    Job.objects.create(spider="s", state="pending")
    assert ("fail", "1 jobs wait, and no scrapyd runs that could start them.") in [
        (state, text.partition(" Start")[0]) for state, text in found("leases")
    ]


def test_the_broker():
    state, text = only("broker")
    assert (state, "0 in fast, 0 in slow" in text) == ("ok", True)


def test_a_worker_that_is_missing(sqlite_database):
    assert only("worker")[0] == "ok"
    old = timezone.now() - timedelta(hours=1)
    Task.objects.create(key="1", name="t", due=old)
    Task.objects.create(key="2", name="t", due=timezone.now(), state="sent", sent=2)
    Task.objects.create(key="3", name="t", state="failed", ended=old)
    assert [(state, text.split(".")[0]) for state, text in found("worker")] == [
        ("warn", f"Tasks are due since {old:%Y-%m-%d %H:%M} UTC and not sent"),
        ("warn", "1 tasks were sent more than once, and no worker has begun them"),
        ("warn", "1 tasks were given up"),
    ]


def test_mail_that_cannot_be_sent(sqlite_database, settings):
    assert only("mail")[0] == "ok"
    channel = Channel.objects.create(name="c", mail_to="a@example.org")
    assert only("mail")[0] == "fail"
    settings.EMAIL_HOST = "mail.example.org"
    assert only("mail")[0] == "ok"
    alert = Alert.objects.create(rule=Rule.objects.create(name="r"), subject="s", text="t")
    Delivery.objects.create(alert=alert, channel=channel, event="opened", error="code 550")
    state, text = only("mail")
    assert (state, "1 messages" in text, "code 550" in text) == ("warn", True, True)
