"""A job's row says what became of its process, whatever that was."""

import os
import signal

import psutil

from tests.crawling import wait_for
from tests.daemon.server import PASSWORD
from webapp.crawls.models import Job


def ended(*jobids):
    found = Job.objects.filter(jobid__in=jobids).exclude(state__in=("pending", "running"))
    return found.count() == len(jobids)


def facts(jobid):
    job = Job.objects.get(jobid=jobid)
    return job.state, job.exit_code, job.finish_reason


def test_ends_are_told_apart(node):
    for jobid, spider, seconds in (("well", "noting", 0), ("dies", "boom", 0)):
        node.schedule(spider, jobid=jobid, seconds=seconds)
    wait_for(lambda: ended("well", "dies"), what="both to end")
    assert facts("well") == ("finished", 0, "")
    assert facts("dies") == ("failed", 7, "exit code 7")
    assert Job.objects.get(jobid="dies").error == "last words \ufffd[31m"
    node.schedule(jobid="killed", seconds=60)
    wait_for(lambda: "killed" in node.ran(), what="it to run")
    pid = Job.objects.get(jobid="killed").pid
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: ended("killed"), what="its end to be written")
    assert facts("killed") == ("failed", 137, "died of SIGKILL")
    assert node.api("status", job="dies")["currstate"] == "finished"
    assert node.api("status", job="dies")["state"] == "failed"


def test_cancelled_is_cancelled(node):
    node.schedule(jobid="gentle", seconds=60)
    node.schedule(jobid="forced", seconds=60)
    node.schedule(jobid="waiting", seconds=60)
    wait_for(lambda: {"gentle", "forced"} <= set(node.ran()), what="both to run")
    cancelled = [
        node.post("cancel", project="default", job="gentle")["prevstate"],
        node.post("cancel", project="default", job="forced", signal="KILL")["prevstate"],
        node.post("cancel", project="default", job="waiting")["prevstate"],
        node.post("cancel", project="default", job="unknown")["prevstate"],
    ]
    assert cancelled == ["running", "running", "pending", None]
    wait_for(lambda: ended("gentle", "forced", "waiting"), what="all to end")
    assert facts("gentle")[0] == "cancelled"
    assert facts("forced") == ("cancelled", 137, "killed")
    assert facts("waiting") == ("cancelled", None, "cancelled")
    assert "waiting" not in node.ran()


def test_one_jobid_is_one_run(node):
    answers = [node.schedule(jobid="one", seconds=1) for _ in range(4)]
    assert {answer["jobid"] for answer in answers} == {"one"}
    wait_for(lambda: ended("one"), what="it to end")
    node.schedule(jobid="one", seconds=1)
    node.schedule(jobid="after")
    wait_for(lambda: ended("after"), what="the next one")
    assert node.ran() == ["one", "after"]
    refused = node.schedule("boom", jobid="one")
    assert refused["message"] == "job 'one' is of the spider 'noting' of 'default'"


def test_what_cannot_start_gives_its_slot_back(sqlite_node, project):
    node = sqlite_node
    # Linux takes no single text of over 128 KiB for a process.
    big = "x" * 200_000
    for number in range(3):
        node.schedule(jobid=f"big{number}", text=big)
    node.schedule(jobid="after")
    wait_for(lambda: ended("big0", "big1", "big2", "after"), what="all to end")
    assert facts("after") == ("finished", 0, "")
    for number in range(3):
        assert facts(f"big{number}")[0] == "failed"
        assert "too long" in Job.objects.get(jobid=f"big{number}").error
    (project / "plainshop").rename(project / "moved")
    node.schedule(jobid="gone")
    wait_for(lambda: ended("gone"), what="it to end")
    assert facts("gone")[0] == "failed"
    assert "No module named 'plainshop'" in Job.objects.get(jobid="gone").error
    (project / "moved").rename(project / "plainshop")
    node.schedule(jobid="back")
    wait_for(lambda: ended("back"), what="it to end")
    assert facts("back") == ("finished", 0, "")


def test_no_secret_is_shown(sqlite_node):
    node = sqlite_node
    node.schedule(jobid="hush", seconds=60, password="swordfish", setting="API_KEY=swordfish")
    wait_for(lambda: "hush" in node.ran(), what="it to run")
    assert "swordfish" in node.runs.read_text()  # the spider itself got it
    lines = [" ".join(each.info["cmdline"] or []) for each in psutil.process_iter(["cmdline"])]
    assert [line for line in lines if "hush" in line and "runner.py" in line]
    node.schedule(jobid="fills", seconds=60)
    node.schedule(jobid="waits", password="swordfish", setting="API_KEY=swordfish")
    shown = [node.request(path)[2].decode() for path in ("listjobs.json", "jobs")]
    waits = node.api("listjobs")["pending"][-1]
    assert (waits["args"], waits["settings"]) == ({"password": "***"}, {"API_KEY": "***"})
    assert "swordfish" not in "".join([*lines, *shown, node.log.read_text()])
    child = psutil.Process(Job.objects.get(jobid="hush").pid)
    assert PASSWORD not in "".join(child.environ().values())


def test_a_job_asked_for_again_at_once_is_not_hit_by_its_own_cancelling(sqlite_node, project):
    """Its first process may still be ending: only that one is killed."""
    node = sqlite_node
    node.schedule(jobid="again", seconds=60)
    wait_for(lambda: node.ran() == ["again"], what="it to run")
    first = psutil.Process(Job.objects.get().pid)
    first.suspend()  # it does not hear what it is told
    Job.objects.update(state="cancelled")
    node.schedule(jobid="again", seconds=60)
    wait_for(lambda: node.ran() == ["again", "again"], what="its second start")
    wait_for(lambda: not first.is_running() or first.status() == "zombie", what="the first's end")
    (project / "release").touch()
    wait_for(lambda: ended("again"), what="its end")
    assert facts("again") == ("finished", 0, "")
    assert Job.objects.get().attempt == 2
