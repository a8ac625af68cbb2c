"""kill -9 of scrapyd: nothing is lost, nothing runs twice, never more than max_proc."""

import os
import signal
import sqlite3

import psutil
import pytest

from tests.crawling import wait_for
from tests.daemon.server import Scrapyd, scrapyd
from webapp.crawls.models import Job, Node

JOBS = [f"job{number}" for number in range(4)]


def all_ended():
    return not Job.objects.filter(state__in=("pending", "running")).exists()


def living(node):
    """Return the processes of jobs that live now."""
    pids = [int(line.split()[1]) for line in node.runs.read_text().splitlines()]
    return [pid for pid in pids if psutil.pid_exists(pid) and not _is_zombie(pid)]


def _is_zombie(pid):
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.fixture
def busy(node):
    """A node with two jobs running, two waiting; they end once the file `release` is there."""
    for jobid in JOBS:
        node.schedule(jobid=jobid, seconds=120)
    wait_for(lambda: sorted(node.ran()) == JOBS[:2], what="two to run")
    wait_for(lambda: Job.objects.exclude(born=None).count() == 2, what="their numbers")
    return node


def test_orphans_are_adopted(busy, project, states):
    busy.kill()
    orphans = living(busy)
    assert len(orphans) == 2
    busy.start()
    # Their slots are taken: nothing new may start, though two wait.
    wait_for(lambda: Node.objects.get().is_living, what="the node")
    assert sorted(busy.ran()) == JOBS[:2]
    assert [each["id"] for each in busy.api("listjobs")["running"]] == JOBS[:2]
    first = Job.objects.get(jobid="job0").pid
    assert busy.post("cancel", project="default", job="job0", signal="KILL")["prevstate"]
    wait_for(lambda: states()["job0"] == "cancelled", what="a signal to reach an orphan")
    assert not psutil.pid_exists(first) or _is_zombie(first)
    (project / "release").touch()
    wait_for(all_ended, what="all to end")
    assert states() == {
        "job0": "cancelled",
        "job1": "finished",
        "job2": "finished",
        "job3": "finished",
    }
    assert sorted(busy.ran()) == JOBS
    assert set(Job.objects.values_list("attempt", flat=True)) == {1}


def test_what_died_with_it_is_run_again(busy, project, states):
    busy.kill()
    for pid in living(busy):
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not living(busy), what="all to be dead")
    busy.start()
    wait_for(lambda: len(busy.ran()) == 4, what="two to run again")
    assert len(living(busy)) == 2
    (project / "release").touch()
    wait_for(all_ended, what="all to end")
    assert set(states().values()) == {"finished"}
    assert sorted(busy.ran()) == sorted(JOBS + JOBS[:2])
    assert list(Job.objects.order_by("pk").values_list("attempt", flat=True)) == [2, 2, 1, 1]


def test_a_stop_puts_back_what_runs(busy, project, states):
    busy.stop()
    assert not living(busy)
    assert set(states().values()) == {"pending"}
    assert not Node.objects.get().is_living
    busy.start()
    (project / "release").touch()
    wait_for(all_ended, what="all to end")
    assert set(states().values()) == {"finished"}


def test_a_name_is_one_node(sqlite_node, project, var):
    second = Scrapyd(project, var, sqlite_node.env, node_name="same")
    sqlite_node.stop()
    sqlite_node.options["node_name"] = "same"
    sqlite_node.start()
    with pytest.raises(AssertionError, match="a node named 'same' is running already"):
        second.start()
    assert second.process.wait(10) == 1


def test_an_end_is_written_when_the_database_is_back(project, var, sqlite_database, states):
    with scrapyd(project, var, sqlite_database.env) as node:
        node.schedule(jobid="long", seconds=60)
        wait_for(lambda: node.ran() == ["long"], what="it to run")
        pid = int(node.runs.read_text().split()[1])
        # A writer that does not let go: the daemon waits, as crawls do.
        locker = sqlite3.connect(sqlite_database.path, isolation_level=None)
        locker.execute("BEGIN EXCLUSIVE")
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not psutil.pid_exists(pid), what="it to be dead")
        assert node.request("logs/")[0] == 200  # the loop is not held up
        locker.execute("COMMIT")
        locker.close()
        wait_for(lambda: states()["long"] == "failed", what="its end")
