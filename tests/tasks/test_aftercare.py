"""From jobs that have ended to tasks, once for each end; nothing is lost with the broker."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.crawling import crawl_many
from tests.databases import connect
from webapp.celery import app
from webapp.crawls import aftercare
from webapp.crawls.models import Alert, Coverage, Job, Rule, Task
from webapp.crawls.ordering import resume


def run(now=None):
    """Return the names of the tasks that are sent."""
    sent = []
    aftercare.run_due(now, send=lambda task: sent.append((task.name, *task.arguments)))
    return sorted(sent)


def ended(**values):
    return Job.objects.create(spider="s", state="finished", ended=timezone.now(), **values)


@pytest.fixture
def quiet(database):
    """The periodic tasks have been sent."""
    assert run() == [("crawls.prune",), ("crawls.watch",)]


def test_each_end_of_a_job_is_followed_once(quiet):
    job, _ = ended(), Job.objects.create(spider="s")
    assert run() == [("crawls.follow_job", job.pk)]
    assert run() == []
    resume(job)
    assert run() == []
    Job.objects.filter(pk=job.pk).update(state="failed", ended=timezone.now())
    assert run() == [("crawls.follow_job", job.pk)]


def test_a_quiet_second_asks_three_small_questions(quiet):
    with CaptureQueriesContext(connection) as queries:
        aftercare.run_due()
    assert [q["sql"].split()[0] for q in queries] == ["SELECT"] * 3


@pytest.mark.parametrize("rows", ["unfollowed", "due"])
def test_the_questions_are_answered_by_an_index(sqlite_database, rows):
    asked = Job.objects.unfollowed() if rows == "unfollowed" else Task.objects.due(timezone.now())
    assert "USING INDEX crawls_" in asked.explain()


def test_a_broker_that_is_away_loses_nothing(quiet, caplog):
    job = ended()
    with app.connection_for_write("amqp://guest:secret@127.0.0.1:1//") as nowhere:
        connect = partial(nowhere.ensure_connection, max_retries=1, interval_start=0)
        assert aftercare.run_due(send=lambda task: connect()) == 0
    task = Task.objects.get(name="crawls.follow_job")
    assert (task.state, task.sent) == (Task.State.WAITING, 0)
    assert task.error == "The broker cannot be reached: OperationalError"
    assert "secret" not in caplog.text + task.error
    assert run() == []  # it is not asked at once again
    assert run(timezone.now() + timedelta(seconds=11)) == [("crawls.follow_job", job.pk)]


def test_a_database_that_is_away_is_said(sqlite_database):
    connect("postgres://u:secret@127.0.0.1:1/x")
    try:
        with pytest.raises(CommandError, match="The database cannot be used: ") as raised:
            call_command("aftercare")
    finally:
        connect(sqlite_database.url)
    assert "secret" not in str(raised.value)


def test_jobs_that_ended_before_there_were_tasks_are_left_alone(sqlite_database):
    now = timezone.now()
    Job.objects.create(spider="s", state="failed", ended=now, followed=now)
    assert aftercare.follow_ended() == 0


def test_a_crawl_from_a_shell_is_followed_without_daemon_and_worker(sqlite_database, capsys):
    Rule.objects.create(name="few", check_for="few_items", limit=50)
    assert crawl_many(sqlite_database, n=20).returncode == 0
    call_command("aftercare", "--here")
    assert capsys.readouterr().out == "3 tasks begun.\n"
    job = Job.objects.get()
    coverage = Coverage.objects.get(job=job)
    assert (coverage.kind, coverage.items) == ("catalog.Book", 20)
    assert coverage.filled["title"] == 20
    assert coverage.filled["tax"] == 0
    assert Alert.objects.get().text == "20 items; the limit is 50."
    # The second crawl writes nothing: what it found unchanged counts all the same.
    assert crawl_many(sqlite_database, n=20).returncode == 0
    call_command("aftercare", "--here")
    assert [row.items for row in Coverage.objects.order_by("pk")] == [20, 20]
