"""`make up`: all processes in one terminal, that work together, are ended together, none left."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.alerts.conftest import Hook, serving
from tests.crawling import ROOT, wait_for
from tests.webapp.test_server import answers, get
from webapp.crawls.models import Channel, Coverage, Job, Node, Rule
from webapp.crawls.ordering import RunOrder, run


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@pytest.fixture
def environment(sqlite_database, tmp_path):
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    ports = {"PORT": free_port(), "SCRAPYD_HTTP_PORT": free_port()}
    mine = {"VAR_DIR": str(tmp_path / "var"), "HOST": "127.0.0.1", "PATH": path, **ports}
    return {**os.environ, **sqlite_database.env, **mine}


@pytest.fixture
def hook(sqlite_database):
    """A webhook that is told of every job with fewer than a thousand items."""
    with serving(Hook()) as server:
        rule = Rule.objects.create(name="few", check_for="few_items", limit=1000)
        rule.channels.create(name="chat", sort="webhook", webhook=server.url)
        yield server


def test_all_of_it_works_together_and_ctrl_c_leaves_no_child(
    environment, practice_site, hook, tmp_path
):
    log = tmp_path / "log"
    start = ["make", "up", f"VENV={sys.prefix}"]
    with (
        log.open("wb") as sink,
        subprocess.Popen(
            start, cwd=ROOT, env=environment, stdout=sink, stderr=sink, start_new_session=True
        ) as process,
    ):
        try:
            url = f"http://127.0.0.1:{environment['PORT']}/healthz"
            wait_for(lambda: answers(url) == 200, what="the site")
            assert get(url)[2] == '{"status": "ok", "database": "ok"}'
            wait_for(lambda: Node.objects.living().exists(), what="scrapyd")
            arguments = {"base_url": f"{practice_site.url}/books/", "limit": "2"}
            job, _ = run(RunOrder(spider="books", arguments=arguments))
            # From the table through scrapyd, crawl, broker and worker to the webhook.
            wait_for(lambda: hook.posts, seconds=60, what="the alert")
            family = psutil.Process(process.pid).children(recursive=True)
            assert len(family) >= 11  # honcho's four, gunicorn's three, scrapyd, Celery's three
        finally:
            os.killpg(process.pid, signal.SIGINT)  # a terminal's Ctrl-C is for the whole group
            process.wait(40)
    _, left = psutil.wait_procs(family, timeout=5)
    assert left == []
    job.refresh_from_db()
    assert (job.state, job.exit_code) == (Job.State.FINISHED, 5), log.read_text()
    assert Coverage.objects.get().filled["title"] == Coverage.objects.get().items == 2
    assert "2 items; the limit is 1,000." in hook.texts[0]
    assert_log_is_clean(re.sub(r"\x1b\[[0-9;]*m", "", log.read_text()))


def assert_log_is_clean(text):
    """Each line has its process in front; all ended by themselves, without errors."""
    for name in ("site", "scrapyd", "worker"):
        assert re.search(rf"^\d\d:\d\d:\d\d {name}\.1 +\| ", text, re.MULTILINE)
        assert re.search(rf"system +\| {name}\.1 stopped \(rc=-?\d+\)$", text, re.MULTILINE)
    assert not re.search("SIGKILL|ERROR|CRITICAL|Traceback", text), text
    assert Channel.objects.get().webhook not in text


def test_the_procfile_names_all_that_make_up_promises():
    lines = (ROOT / "Procfile").read_text().splitlines()
    assert [line.partition(":")[0] for line in lines] == ["site", "scrapyd", "worker"]
