"""Which code runs, with which packages and browser; and the doctor as a person calls it."""

import json
import os
import shutil
import subprocess
import sys

from tests.crawling import ROOT
from tests.doctor.examining import only
from webapp.crawls.doctor.examination import CHECKS, examine
from webapp.crawls.models import Egg


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
