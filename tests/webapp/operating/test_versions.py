"""Nodes and versions in the admin."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse
from django.utils import timezone

from tests.webapp.operating.conftest import person
from tests.webapp.test_details import page, text_of
from tests.webapp.test_frontier import cells
from webapp.crawls.models import Egg, Job, Node

EGGS, NODES = "admin:crawls_egg_changelist", "admin:crawls_node_changelist"
HOUR = timezone.timedelta(hours=1)


def make_node(name, until=HOUR, **values):
    until = timezone.now() + until
    return Node.objects.create(
        name=name, host="h", pid=1, born=1, capacity=3, until=until, **values
    )


def act(client, where, action, *rows):
    values = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(reverse(where), values, follow=True)


def test_list_of_nodes_shows_who_lives_and_how_busy_it_is(root, sqlite_database):
    one, _, _ = make_node("a"), make_node("b", drained=True), make_node("c", until=-HOUR)
    for state in ("running", "running", "finished"):
        Job.objects.create(spider="s", state=state, node=one)
    listing = root.get(reverse(NODES))
    assert cells(listing, "state") == ["living", "drained", "away"]
    assert cells(listing, "busy") == ["2 / 3", "0 / 3", "0 / 3"]
    link = f"?node__id__exact={one.pk}&amp;state=running"
    assert link in listing.content.decode()
    found = root.get(f"{reverse('admin:crawls_job_changelist')}{link.replace('&amp;', '&')}")
    assert found.status_code == 200


def test_node_is_drained_by_action_and_by_form_with_history(root, sqlite_database):
    node = make_node("a", address="http://a.example/")
    act(root, NODES, "drain", node)
    assert Node.objects.get().drained
    assert LogEntry.objects.get().change_message == "Drained."
    root.post(page(node), {"address": "http://evil.example/", "name": "x"})
    node.refresh_from_db()
    assert (node.drained, node.address, node.name) == (False, "http://a.example/", "a")
    assert LogEntry.objects.count() == 2
    act(person("looker"), NODES, "drain", node)
    assert not Node.objects.get().drained


def test_form_of_a_node_writes_nothing_that_the_node_writes(root, sqlite_database):
    node = make_node("a", until=-HOUR)
    before = Node.objects.values("until", "load", "pid").get()
    root.post(page(node), {"drained": "on"})
    assert Node.objects.values("until", "load", "pid").get() == before
    assert Node.objects.get().drained


def test_living_node_is_not_deleted(root, sqlite_database):
    node = make_node("a")
    assert root.post(page(node, "delete"), {"post": "yes"}).status_code == 403
    act(root, NODES, "delete_selected", node)
    Node.objects.get()
    Node.objects.update(until=timezone.now() - HOUR)
    assert root.post(page(node, "delete"), {"post": "yes"}).status_code == 302


@pytest.fixture
def applied(sqlite_database):
    """The last migration of each of our apps, as the database has it."""
    names = sorted(MigrationRecorder(connection).applied_migrations())
    return {app: name for app, name in names if app in {"crawls", "catalog"}}


def make_egg(version, chosen=HOUR, **values):
    values = {"state": "ready", "content": b"zip", "size": 3_000, "project": "shop"} | values
    return Egg.objects.create(version=version, chosen=timezone.now() + chosen, **values)


def test_list_of_versions_marks_the_default_of_each_project(root, sqlite_database):
    make_egg("1"), make_egg("2", chosen=-HOUR), make_egg("3", chosen=-HOUR, project="other")
    make_egg("4", chosen=2 * HOUR, state="refused", error="Traceback: \x1b[31m<b>boom</b>")
    marks = dict(
        zip(*(cells(root.get(reverse(EGGS)), n) for n in ("called", "default")), strict=True)
    )
    assert marks == {"1": "default", "2": "-", "3": "default", "4": "-"}
    assert text_of(root.get(page(Egg.objects.get(version="1")))).count("Size: 2.9 KB") == 1
    refused = root.get(page(Egg.objects.get(version="4"))).content.decode()
    assert r"Traceback: \x1b[31m&lt;b&gt;boom&lt;/b&gt;" in refused


def test_roll_back_makes_a_version_the_default(root, applied):
    make_egg("2", migrations=applied)
    old = make_egg("1", chosen=-HOUR, migrations=applied)
    Egg.objects.filter(version="2").update(chosen=timezone.now() - HOUR / 2)
    content = act(root, EGGS, "make_default", old).content.decode()
    assert "Shop 1 is the default: jobs that start now run it." in content
    assert [egg.version for egg in Egg.objects.all() if egg.is_default] == ["1"]
    assert LogEntry.objects.get().change_message == "Made the default."


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"state": "refused"}, "Shop 1 is refused: only a version that is ready"),
        ({"state": "trying"}, "Shop 1 is trying"),
        ({"migrations": {"crawls": "0001_initial"}}, "the version needs 0001_initial"),
        ({"migrations": {"gone": "0007_x"}}, "gone is at none, the version needs 0007_x"),
    ],
)
def test_version_that_does_not_fit_is_refused_with_the_reason(root, applied, values, said):
    egg = make_egg("1", chosen=-HOUR, **({"migrations": applied} | values))
    assert said in act(root, EGGS, "make_default", egg).content.decode()
    assert Egg.objects.get().chosen == egg.chosen
    assert not LogEntry.objects.exists()


def test_roll_back_needs_its_permission(applied):
    egg = make_egg("1", chosen=-HOUR, migrations=applied)
    act(person("looker", "run_job"), EGGS, "make_default", egg)
    assert Egg.objects.get().chosen == egg.chosen
    act(person("chooser", "choose_egg"), EGGS, "make_default", egg)
    assert Egg.objects.get().chosen > egg.chosen


def test_version_that_may_run_is_not_deleted_here(root, sqlite_database):
    egg = make_egg("1")
    assert root.post(page(egg, "delete"), {"post": "yes"}).status_code == 403
    Egg.objects.update(state="refused")
    assert root.post(page(egg, "delete"), {"post": "yes"}).status_code == 302
