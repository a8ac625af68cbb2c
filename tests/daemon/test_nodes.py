"""Several nodes on one table: each job runs once, whatever becomes of its node."""

import contextlib
import os
import signal
from collections import Counter

import pytest

from tests.crawling import wait_for
from tests.daemon.server import scrapyd
from webapp.crawls import ordering
from webapp.crawls.models import Job, Node

# The long form, `make torture`: 1,000.
JOBS = int(os.environ.get("TORTURE_JOBS", "12"))


def left():
    return Job.objects.filter(state__in=("pending", "running")).count()


@pytest.fixture
def two(project, var, database):
    """Two nodes with two slots each; a silent one is dead after three seconds."""
    with contextlib.ExitStack() as stack:
        yield [
            stack.enter_context(
                scrapyd(project, var, database.env, max_proc=2, node_name=name, node_lease=3)
            )
            for name in ("east", "west")
        ]


def test_each_job_runs_once_though_a_node_dies(two):
    east, west = two
    order = {"spider": "noting"}
    jobids = [ordering.run(ordering.RunOrder(**order))[0].jobid for _ in range(JOBS)]
    wait_for(lambda: left() < JOBS * 3 / 4, 3600, "a quarter to be done")
    east.kill()
    wait_for(lambda: left() == 0, 3600, "all to be done")
    ill = Job.objects.exclude(state="finished")
    assert list(ill.values_list("jobid", "state", "finish_reason", "error", "attempt")) == []
    assert Counter(west.ran()) == dict.fromkeys(jobids, 1)


def test_a_dead_nodes_jobs_start_elsewhere(two):
    east, west = two
    for number in range(2):
        east.schedule(jobid=f"long{number}", seconds=60)
    wait_for(lambda: len(east.ran()) == 2, what="both to run")
    for node in two:
        Node.objects.filter(name="west").update(drained=True)
        assert node.api("status", job="long0")["currstate"] == "running"
    held = Counter(Job.objects.values_list("node__name", flat=True))
    for line in east.runs.read_text().splitlines():
        os.kill(int(line.split()[1]), signal.SIGSTOP)
    east.kill()
    # As another machine sees it: it cannot look at the processes.
    Node.objects.filter(name="east").update(host="far away")
    Node.objects.update(drained=False)
    wait_for(lambda: len(west.ran()) >= 2 + held["east"], what="east's to start on west")
    moved = Job.objects.filter(attempt=2)
    assert moved.count() == held["east"]
    assert set(moved.values_list("node__name", flat=True)) == {"west"}


def test_a_drained_node_takes_none(two):
    east, _ = two
    Node.objects.filter(name="east").update(drained=True)
    for number in range(4):
        east.schedule(jobid=f"job{number}")
    wait_for(lambda: left() == 0, what="all to be done")
    assert Counter(Job.objects.values_list("node__name", flat=True)) == {"west": 4}


def test_priority_is_global_and_projects_are_fair(project, var, database):
    (project / "scrapy.cfg").write_text(
        "[settings]\nnorth = plainshop.settings\nsouth = plainshop.settings\n"
    )
    with scrapyd(project, var, database.env, max_proc=1) as node:
        Node.objects.update(drained=True)
        for name, count, priority in (("north", 4, 0), ("south", 2, 0), ("north", 1, 5)):
            for number in range(count):
                jobid = f"{name}{priority}{number}"
                node.schedule(project=name, jobid=jobid, priority=priority)
        Node.objects.update(drained=False)
        wait_for(lambda: left() == 0, what="all to be done")
        order = node.ran()
    assert order[0] == "north50"
    assert sorted(order[1:5]) == ["north00", "north01", "south00", "south01"]
    assert order[5:] == ["north02", "north03"]
