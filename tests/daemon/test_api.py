"""scrapyd's HTTP API and its own client, unchanged, on our tables."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from scrapyd_client import ScrapydClient
from scrapyd_client.exceptions import ErrorResponse

from tests.crawling import ROOT, wait_for
from tests.daemon.server import PASSWORD
from webapp.crawls.models import Job, Node

BIN = Path(sys.executable).parent
# The services that scrapyd's documentation lists.
SERVICES = {
    "addversion.json",
    "cancel.json",
    "daemonstatus.json",
    "delproject.json",
    "delversion.json",
    "listjobs.json",
    "listprojects.json",
    "listspiders.json",
    "listversions.json",
    "schedule.json",
    "status.json",
}


@pytest.fixture
def client(sqlite_node, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return ScrapydClient(sqlite_node.url.rstrip("/"), "ann", PASSWORD)


def test_every_service_is_ours_or_scrapyds():
    conf = (ROOT / "scrapyd.conf").read_text().partition("[services]")[2]
    assert set(re.findall(r"^(\S+\.json) ", conf, re.MULTILINE)) == SERVICES


def test_the_client_does_all_it_can(client, sqlite_node):
    def state(jobid):
        return client.status(jobid)["currstate"]

    assert client.projects() == ["default"]
    assert client.spiders("default") == ["boom", "noting"]
    assert client.versions("default") == []
    jobid = client.schedule("default", "noting", [("seconds", "60")])
    wait_for(lambda: jobid in sqlite_node.ran(), what="it to run")
    client.schedule(
        "default", "noting", [("seconds", "60"), ("setting", "A=1"), ("priority", "2")]
    )
    waiting = client.schedule("default", "noting", [("seconds", "60")])
    wait_for(lambda: client.daemonstatus()["running"] == 2, what="two to run")
    assert [state(jobid), state(waiting)] == ["running", "pending"]
    jobs = client.jobs("default")
    assert [each["id"] for each in jobs["pending"]] == [waiting]
    assert jobs["pending"][0]["args"] == {"seconds": "60"}
    assert [sorted(each) for each in jobs["running"][:1]] == [
        ["id", "items_url", "log_url", "pid", "project", "spider", "start_time"]
    ]
    assert client.cancel("default", jobid)["prevstate"] == "running"
    assert client.cancel("default", waiting)["prevstate"] == "pending"
    wait_for(lambda: state(jobid) == "finished", what="it to end")
    finished = client.jobs("default")["finished"]
    assert sorted(each["id"] for each in finished) == sorted([jobid, waiting])
    log = sqlite_node.request(f"logs/default/noting/{jobid}.log", headers={"Range": "bytes=0-9"})
    assert (log[0], len(log[2])) == (206, 10)
    with pytest.raises(ErrorResponse, match="spider 'nothing' not found"):
        client.schedule("default", "nothing")
    with pytest.raises(ErrorResponse, match="project 'none' not found"):
        client.spiders("none")


def test_the_clients_command_line(sqlite_node, tmp_path):
    (tmp_path / "scrapy.cfg").write_text(
        f"[deploy]\nurl = {sqlite_node.url.rstrip('/')}\nusername = ann\npassword = {PASSWORD}\n"
    )
    env = {**os.environ, "NO_PROXY": "127.0.0.1"}

    def run(name, *more):
        line = [BIN / "scrapyd-client", name, *more]
        return subprocess.run(
            line, cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=60
        )

    assert run("projects").stdout == "default\n"
    assert run("spiders", "-p", "default").stdout == "default:\n  boom\n  noting\n"
    jobid = run("schedule", "-p", "default", "noting").stdout.split()[-1]
    wait_for(lambda: jobid in sqlite_node.ran(), what="it to run")


def test_what_is_lost_is_looked_for_in_the_table(sqlite_node):
    """A restart forgets nothing: jobs that ended before it are still there."""
    sqlite_node.schedule(jobid="before")
    wait_for(lambda: sqlite_node.api("status", job="before")["currstate"] == "finished")
    sqlite_node.stop()
    sqlite_node.start()
    assert [each["id"] for each in sqlite_node.api("listjobs")["finished"]] == ["before"]
    assert sqlite_node.api("daemonstatus") == {
        "pending": 0,
        "running": 0,
        "finished": 1,
        "status": "ok",
        "node_name": Node.objects.get().name,
    }
    assert Job.objects.get().node.name == Node.objects.get().name
