"""Real workers on real brokers: what is killed in the middle is done again, and counts once."""

import json
import re

import amqp
import psycopg
import pytest
from django.db.models import F
from django.utils import timezone
from kombu import Connection

from tests.crawling import wait_for
from tests.tasks.conftest import BROKERS, kill, make_broker
from webapp.crawls.models import Alert, Channel, Coverage, Delivery, Job, Rule, Task, Visit, Worker


def failed_job(**values):
    """Make a job that failed, and whose worker counted what it found."""
    job = Job.objects.create(spider="books", state="failed", ended=timezone.now(), **values)
    stats = {"coverage/catalog.Book": {"items": 2, "fields": {"title": 2}}}
    Worker.objects.create(job=job, host="h", pid=1, born=1, stats=stats)
    return job


def rule_for(hook):
    rule = Rule.objects.create(name="failed jobs")
    channel = Channel.objects.create(name="chat", sort="webhook", webhook=hook.url)
    rule.channels.add(channel)


def states(name):
    return list(Task.objects.filter(name=name).values_list("state", flat=True))


def test_a_delivery_survives_a_killed_worker(broker, hook, tmp_path):
    rule_for(hook)
    failed_job()
    hook.go.clear()
    with broker.worker(tmp_path / "first.log") as worker:
        assert broker.manage("aftercare") == "3 tasks given to the broker."
        wait_for(lambda: states("crawls.deliver") == ["waiting"], what="the job to be judged")
        assert broker.manage("aftercare") == "1 tasks given to the broker."
        wait_for(lambda: len(hook.posts) == 1, what="the webhook to be asked")
        kill(worker)
    assert Delivery.objects.get().state == "waiting"
    hook.go.set()
    with broker.worker(tmp_path / "second.log"):
        if broker.name != "rabbitmq":  # it gives the message again by itself
            Task.objects.filter(name="crawls.deliver").update(due=timezone.now())
            assert broker.manage("aftercare") == "1 tasks given to the broker."
        wait_for(lambda: states("crawls.deliver") == ["done"], what="the delivery")
    assert Delivery.objects.get().state == "delivered"
    assert Alert.objects.count() == Coverage.objects.count() == 1
    keys = [headers["Idempotency-Key"] for headers, _ in hook.posts]
    assert keys == [keys[0]] * 2
    logs = "".join(path.read_text() for path in tmp_path.glob("*.log"))
    assert "secret-path" not in logs
    assert not re.search("guest:guest|Traceback|CRITICAL", logs)


@pytest.mark.postgres
def test_every_other_task_survives_a_killed_worker(postgres_database, tmp_path):
    """The tables they need are locked, so that each is in the middle when it is killed."""
    broker = make_broker("filesystem", postgres_database, tmp_path)
    broker.environment.update(PRUNE_DAILY="1", VISITS_KEEP_JOBS="0", CELERY_CONCURRENCY="3")
    Rule.objects.create(name="failed jobs")
    Rule.objects.create(name="pending", check_for="queue", queue="pending", limit=0)
    Job.objects.create(spider="waits", state="pending")
    Visit.objects.create(job=failed_job(), fingerprint="f", url="http://h/", host="h", rank=1)
    names = ("crawls.follow_job", "crawls.watch", "crawls.prune")
    with psycopg.connect(postgres_database.url) as lock:
        lock.execute("LOCK TABLE crawls_rule, crawls_visit IN ACCESS EXCLUSIVE MODE")
        with broker.worker(tmp_path / "first.log") as worker:
            assert broker.manage("aftercare") == "3 tasks given to the broker."
            wait_for(lambda: [states(each) for each in names] == [["running"]] * 3)
            wait_for(lambda: _waiting_for_locks(lock) == 3, what="all three to be in the middle")
            kill(worker)
    Task.objects.update(due=timezone.now())
    with broker.worker(tmp_path / "second.log"):
        assert broker.manage("aftercare") == "3 tasks given to the broker."
        done = [["done"], ["waiting"], ["waiting"]]
        wait_for(lambda: [states(each) for each in names] == done, what="all three")
        # Once more, as if nobody had noticed.
        Task.objects.update(state="sent", due=timezone.now(), ended=None, attempts=F("sent"))
        broker.manage("aftercare")
        wait_for(lambda: [states(each) for each in names] == done, what="all three again")
    assert Coverage.objects.get().items == 2
    assert sorted(Alert.objects.values_list("subject", "state")) == [
        ("books", "open"),
        ("pending", "open"),
    ]
    assert not Visit.objects.exists()


def _waiting_for_locks(lock):
    query = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    return lock.execute(query).fetchone()[0]


def test_rabbitmq_keeps_quorum_queues_and_says_how_long_they_are(sqlite_database, tmp_path):
    broker = make_broker("rabbitmq", sqlite_database, tmp_path)
    Rule.objects.create(name="long", check_for="queue", queue="fast", limit=0)
    assert broker.manage("aftercare") == "2 tasks given to the broker."
    with Connection(BROKERS["rabbitmq"].rpartition(";")[2]) as connection:
        try:
            name = f"{broker.prefix}fast"
            assert connection.channel().queue_declare(name, passive=True).message_count == 1
            with pytest.raises(amqp.PreconditionFailed, match=r"'x-queue-type' .* 'quorum'"):
                connection.channel().queue_declare(
                    name, durable=True, auto_delete=False, arguments={"x-queue-type": "classic"}
                )
            message = connection.channel().basic_get(name, no_ack=True)
            assert message.properties["content_type"] == "application/json"
            assert json.loads(message.body)[0] == [Task.objects.get(name="crawls.watch").pk]
        finally:
            for each in ("fast", "slow"):
                connection.channel().queue_delete(f"{broker.prefix}{each}")
                connection.channel().exchange_delete(f"{broker.prefix}{each}")


def test_tasks_wait_for_a_broker_that_is_away(sqlite_database, tmp_path):
    broker = make_broker("filesystem", sqlite_database, tmp_path)
    failed_job()
    here = broker.environment["CELERY_BROKER_URL"]
    broker.environment["CELERY_BROKER_URL"] = "amqp://guest:guest@127.0.0.1:1//"
    assert broker.manage("aftercare") == "0 tasks given to the broker."
    assert states("crawls.follow_job") == ["waiting"]
    broker.environment["CELERY_BROKER_URL"] = here
    Task.objects.update(due=timezone.now())
    assert broker.manage("aftercare") == "3 tasks given to the broker."
