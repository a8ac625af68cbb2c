"""`make up`: all processes in one terminal, ended together, none left."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.crawling import ROOT, wait_for
from tests.webapp.test_server import answers, get


@pytest.fixture
def environment(sqlite_database, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    mine = {"VAR_DIR": str(tmp_path / "var"), "HOST": "127.0.0.1", "PORT": str(port), "PATH": path}
    return {**os.environ, **sqlite_database.env, **mine}


def test_ctrl_c_ends_everything_and_leaves_no_child(environment, tmp_path):
    log = tmp_path / "log"
    start = ["make", "up", f"VENV={sys.prefix}", "ARGS=site worker"]
    with (
        log.open("wb") as sink,
        subprocess.Popen(
            start, cwd=ROOT, env=environment, stdout=sink, stderr=sink, start_new_session=True
        ) as process,
    ):
        url = f"http://127.0.0.1:{environment['PORT']}/healthz"
        try:
            wait_for(lambda: answers(url) == 200, what="the site")
            wait_for(lambda: " ready." in log.read_text(), what="the worker")
            assert get(url)[2] == '{"status": "ok", "database": "ok"}'
            family = psutil.Process(process.pid).children(recursive=True)
            assert len(family) >= 9  # honcho's three, gunicorn's three, Celery's three
        finally:
            os.killpg(process.pid, signal.SIGINT)  # a terminal's Ctrl-C is for the whole group
            process.wait(40)
    _, left = psutil.wait_procs(family, timeout=5)
    assert left == []
    text = re.sub(r"\x1b\[[0-9;]*m", "", log.read_text())
    assert re.search(r"^\d\d:\d\d:\d\d site\.1 +\| .*Listening at", text, re.MULTILINE)
    assert re.search(r"^\d\d:\d\d:\d\d worker\.1 +\| .* ready\.$", text, re.MULTILINE)
    assert re.search(r"system +\| worker\.1 stopped \(rc=0\)$", text, re.MULTILINE)
    assert "SIGKILL" not in text
    assert "ERROR" not in text


def test_the_procfile_names_all_that_make_up_promises():
    lines = (ROOT / "Procfile").read_text().splitlines()
    assert [line.partition(":")[0] for line in lines] == ["site", "scrapyd", "worker"]
