"""Each trap is found by its name, with what to do; and what is well is well."""

import contextlib
import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from tests.crawling import ROOT
from tests.databases import connect
from webapp.crawls.doctor.examination import CHECKS, examine
from webapp.crawls.models import Channel, Delivery, Egg, Job, Node, Rule, Task, Worker
from webapp.crawls.models.alert import Alert


@pytest.fixture(autouse=True)
def var(settings, tmp_path, monkeypatch):
    """A folder of its own, and an environment that says nothing."""
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    for name in list(os.environ):
        if name.startswith(("SCRAPYD_", "BROWSER_", "SELENIUM_")) or name == "PORT":
            monkeypatch.delenv(name)
    monkeypatch.setenv("SCRAPYD_HTTP_PORT", str(free_port()))
    monkeypatch.setenv("PORT", str(free_port()))
    return settings.VAR_DIR


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def found(check):
    """Return the states and texts of one check."""
    return [(each.state.value, f"{each.found} {each.todo}".strip()) for each in CHECKS[check]()]


def only(check):
    ((state, text),) = found(check)
    return state, text


def test_code_comes_from_here():
    state, text = only("code")
    assert (state, str(ROOT) in text) == ("ok", True)


def test_code_from_two_places(tmp_path):
    shutil.copytree(ROOT / "crawlers", tmp_path / "crawlers")
    ended = doctor("--json", PYTHONPATH=str(tmp_path), cwd=ROOT / "docs")
    (check,) = [each for each in json.loads(ended.stdout)["checks"] if each["check"] == "code"]
    assert check["state"] == "fail"
    assert f"crawlers from {tmp_path}" in check["found"]


def test_versions_that_are_needed(monkeypatch):
    assert only("versions")[0] == "ok"
    from webapp.crawls.doctor import code  # noqa: PLC0415 -- to lie to it

    lies = {"setuptools": "82.0.0", "selenium": None}
    tell = code._version
    monkeypatch.setattr(code, "_version", lambda name: lies.get(name, tell(name)))
    state, text = only("versions")
    assert state == "fail"
    assert "setuptools 82.0.0 (needed: <81,>=77)" in text
    assert "selenium is missing" in text
    assert text.endswith("Run: make setup")


def test_eggs(database):
    assert only("eggs")[0] == "ok"
    values = {"content": b"x", "size": 1, "sha256": "0", "state": "ready"}
    Egg.objects.create(project="p", version="1", migrations={"crawls": "0001_initial"}, **values)
    state, text = only("eggs")
    assert (state, "Jobs of 'p' run the deployed version 1" in text) == ("fail", True)
    assert "other tables of crawls" in text


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


def program(path, version):
    path.write_text(f"#!/bin/sh\necho 'Program {version} of somebody'\n")
    path.chmod(0o755)
    return str(path)


def test_browser_and_driver(tmp_path, monkeypatch):
    monkeypatch.setenv("BROWSER_BINARY", program(tmp_path / "browser", "140.1.2"))
    monkeypatch.setenv("BROWSER_DRIVER", program(tmp_path / "driver", "140.9.9"))
    assert only("browser") == ("ok", "Chromium 140.1.2 and its driver fit.")
    monkeypatch.setenv("BROWSER_DRIVER", program(tmp_path / "driver", "139.0.1"))
    state, text = only("browser")
    assert (state, "the driver is 139.0.1" in text) == ("fail", True)
    monkeypatch.setenv("BROWSER_DRIVER", str(tmp_path / "none"))
    state, text = only("browser")
    assert (state, text.startswith("the driver cannot be started")) == ("warn", True)
    monkeypatch.setenv("SELENIUM_REMOTE_URL", "http://127.0.0.1:1/wd/hub")
    assert only("browser")[0] == "fail"


@contextlib.contextmanager
def answering(status, address="127.0.0.1"):
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    with HTTPServer((address, 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_scrapyd_with_a_password(var, monkeypatch):
    (var / "scrapyd").mkdir()
    (var / "scrapyd" / "password").write_text("a long enough password\n")
    with answering(401) as port:
        monkeypatch.setenv("SCRAPYD_HTTP_PORT", str(port))
        assert only("password") == ("ok", "scrapyd has a password.")


def test_scrapyd_without_a_password(var, monkeypatch):
    with answering(200) as port:
        monkeypatch.setenv("SCRAPYD_HTTP_PORT", str(port))
        (first, second) = found("password")
    assert (first[0], "no password yet" in first[1]) == ("warn", True)
    assert (second[0], "asks for no password" in second[1]) == ("fail", True)


def test_a_scrapyd_that_is_away_and_a_short_password(monkeypatch, tmp_path):
    monkeypatch.setenv("SCRAPYD_PASSWORD", "short")
    (first, second) = found("password")
    assert (first[0], "only 5 characters" in first[1]) == ("fail", True)
    assert (second[0], "No scrapyd answers" in second[1]) == ("warn", True)
    monkeypatch.delenv("SCRAPYD_PASSWORD")
    monkeypatch.setenv("SCRAPYD_PASSWORD_FILE", str(tmp_path / "nothing"))
    assert found("password")[0][0] == "fail"


def test_ports_for_this_machine_only(monkeypatch):
    assert only("ports")[0] == "ok"
    with answering(200, "0.0.0.0") as port:
        monkeypatch.setenv("PORT", str(port))
        state, text = only("ports")
    assert (state, f"the site listens at 0.0.0.0:{port}" in text) == ("warn", True)
    monkeypatch.setenv("SCRAPYD_BIND_ADDRESS", "0.0.0.0")
    assert "scrapyd.conf binds 0.0.0.0" in only("ports")[1]


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


def test_secrets_that_others_may_read(var):
    assert only("secrets")[0] == "ok"
    path = var / "secret_key"
    path.touch(mode=0o644)
    path.chmod(0o644)
    state, text = only("secrets")
    assert (state, text.endswith(f"Run: chmod 600 {path}")) == ("fail", True)
    path.chmod(stat.S_IRUSR)
    assert only("secrets")[0] == "ok"


def test_static_files(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    assert only("static")[0] == "fail"
    settings.STATIC_ROOT.mkdir()
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    manifest.write_text("{}")
    assert only("static")[0] == "ok"
    os.utime(manifest, (1, 1))
    assert only("static")[0] == "warn"


@pytest.mark.parametrize(
    ("debug", "production", "state"),
    [(True, True, "fail"), (True, False, "warn"), (False, True, "ok"), (False, False, "ok")],
)
def test_debug(settings, debug, production, state):
    settings.DEBUG, settings.PRODUCTION = debug, production
    assert only("debug")[0] == state


def test_disk(monkeypatch, var):
    assert only("disk")[0] == "ok"
    shutil.rmtree(var)
    assert only("disk")[0] == "ok"
    from webapp.crawls.doctor import machine  # noqa: PLC0415 -- its limits are set higher

    monkeypatch.setattr(machine, "LITTLE", 1e9)
    assert only("disk")[0] == "warn"
    monkeypatch.setattr(machine, "LEAST", 1e9)
    assert only("disk")[0] == "fail"


def test_a_check_that_breaks_is_said(monkeypatch, sqlite_database):
    monkeypatch.setenv("SCRAPYD_HTTP_PORT", "no number")
    finding = dict(examine())["password"]
    assert (finding.state.value, "could not be checked: ValueError" in finding.found) == (
        "warn",
        True,
    )


def doctor(*options, cwd=ROOT, **env):
    """Run it as a person does."""
    command = [sys.executable, "-m", "webapp", "doctor", *options]
    path = f"{env.pop('PYTHONPATH', '')}:{ROOT}".strip(":")
    return subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": path} | env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_as_a_person_runs_it(sqlite_database, tmp_path):
    env = {**sqlite_database.env, "VAR_DIR": str(tmp_path / "own"), "COLUMNS": "100"}
    ended = doctor(**env)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert "fail  static        Static files are not collected" in ended.stdout
    assert max(map(len, ended.stdout.splitlines())) <= 100
    said = json.loads(doctor("--json", **env).stdout)
    assert said["ok"] is False
    assert {each["check"] for each in said["checks"]} == set(CHECKS)
    assert {each["state"] for each in said["checks"]} <= {"ok", "warn", "fail"}
