"""/healthz and /metrics: who may ask, and what they are told."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from tests.databases import connect
from webapp.crawls.models import Alert, Job, Node, Rule, Task

TOKEN = "a token of the tests"
FAR = "192.0.2.7"


@pytest.fixture(autouse=True)
def _plain(settings):
    cache.clear()
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture
def client(database):
    return Client()


def samples(response):
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(response.content.decode())
    return {key(each): each.value for family in families for each in family.samples}


def key(sample):
    labels = (text for _, text in sorted(sample.labels.items()))
    return (sample.name.removeprefix("spidersilk_"), *labels)


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
@pytest.mark.parametrize(
    ("environment", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": FAR}, 403),
        ({"REMOTE_ADDR": ""}, 403),
        ({"REMOTE_ADDR": FAR, "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 403),
        ({"REMOTE_ADDR": FAR, "HTTP_X_REAL_IP": "127.0.0.1"}, 403),
        # A proxy on this machine, whoever it asks for.
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 403),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}, 403),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=127.0.0.1"}, 403),
        ({"REMOTE_ADDR": FAR, "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, 200),
        ({"REMOTE_ADDR": FAR, "HTTP_AUTHORIZATION": f"bearer {TOKEN}"}, 200),
        ({"REMOTE_ADDR": FAR, "HTTP_AUTHORIZATION": f"Bearer {TOKEN}x"}, 403),
        ({"REMOTE_ADDR": FAR, "HTTP_AUTHORIZATION": "Bearer "}, 403),
        ({"REMOTE_ADDR": FAR, "HTTP_AUTHORIZATION": f"Basic {TOKEN}"}, 403),
        ({"REMOTE_ADDR": FAR, "HTTP_AUTHORIZATION": "Bearer \xe9"}, 403),
    ],
)
def test_only_who_knows_the_token_and_this_machine_may_ask(
    sqlite_database, path, environment, status
):
    assert Client().get(path, **environment).status_code == status


def test_without_a_token_nobody_may_ask_from_elsewhere(sqlite_database, settings):
    settings.METRICS_TOKEN = ""
    for said in ("Bearer ", "Bearer x", ""):
        answer = Client().get("/metrics", REMOTE_ADDR=FAR, HTTP_AUTHORIZATION=said)
        assert answer.status_code == 403


def test_behind_a_proxy_this_machine_needs_the_token(sqlite_database, settings):
    settings.BEHIND_PROXY = True
    assert Client().get("/metrics").status_code == 403


def test_only_reading_is_possible(client):
    assert [client.post(path).status_code for path in ("/healthz", "/metrics")] == [405, 405]


def test_healthz_is_well(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "database": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_without_a_database_it_says_so(sqlite_database):
    url = "postgres://postgres:secret@127.0.0.1:1/nowhere"
    connect(url)
    try:
        for path in ("/healthz", "/metrics"):
            answer = Client().get(path)
            assert (answer.status_code, answer.json()["status"]) == (503, "failed")
            assert "secret" not in answer.content.decode()
    finally:
        connections["default"].close()
        connect(sqlite_database.url)


def test_figures_are_those_of_the_tables(client):
    now = timezone.now()
    old = now - timedelta(hours=1)
    node = Node.objects.create(
        name="n1", host="h", pid=1, born=1, capacity=4, until=now + timedelta(hours=1)
    )
    Node.objects.create(name="n2", host="h", pid=2, born=1, capacity=2, until=old)
    done = {"pages": 5, "errors": 1, "items_created": 3, "items_rejected": 2}
    for state in ("finished", "finished", "failed"):
        Job.objects.create(spider="a", state=state, ended=now, **done)
    Job.objects.create(spider="a", heartbeat=now, node=node)
    Job.objects.create(spider="a", heartbeat=old)
    Job.objects.create(spider='b"\n\\', state="pending")
    rule = Rule.objects.create(name="r")
    Alert.objects.create(rule=rule, subject="a", text="t")
    Task.objects.create(key="1", name="t", due=now + timedelta(hours=1))
    Task.objects.create(key="2", name="t", state="failed", ended=now)
    found = samples(client.get("/metrics"))
    assert {key: value for key, value in found.items() if key[0] == "jobs"} == {
        ("jobs", "a", "finished"): 2,
        ("jobs", "a", "failed"): 1,
        ("jobs", "a", "running"): 1,
        ("jobs", "a", "lost"): 1,
        ("jobs", 'b"\n\\', "pending"): 1,
    }
    assert found["job_last_end_timestamp_seconds", "a", "failed"] == pytest.approx(now.timestamp())
    assert found["items_total", "created", "a"] == 9
    assert found["items_total", "rejected", "a"] == 6
    assert (found["pages_total", "a"], found["errors_total", "a"]) == (15, 3)
    assert [found["queue_length", name] for name in ("fast", "slow", "pending")] == [0, 0, 1]
    assert found[("broker_up",)] == 1
    assert [found["tasks", state] for state in ("open", "overdue", "failed")] == [1, 0, 1]
    assert [found["node_up", name] for name in ("n1", "n2")] == [1, 0]
    assert (found["node_capacity", "n1"], found["node_jobs", "n1"]) == (4, 1)
    assert found["alerts_open", "r"] == 1


def test_jobs_are_added_up_once_in_ten_seconds(client):
    client.get("/metrics")
    with CaptureQueriesContext(connection) as queries:
        client.get("/metrics")
    assert not [each for each in queries if "SUM(" in each["sql"]]


def test_questions_are_as_few_for_many_spiders(client):
    with CaptureQueriesContext(connection) as none:
        client.get("/metrics")
    for n in range(20):
        Job.objects.create(spider=f"s{n}", state="finished", ended=timezone.now())
        Node.objects.create(name=f"n{n}", host="h", pid=1, born=1, capacity=1)
    cache.clear()
    with CaptureQueriesContext(connection) as many:
        client.get("/metrics")
    assert len(many) == len(none) <= 9
