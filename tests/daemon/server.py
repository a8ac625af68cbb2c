"""A real scrapyd with our parts, in its own process; and a small plain project for it to run."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from base64 import b64encode
from pathlib import Path

from tests.crawling import ROOT, wait_for

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PASSWORD = "correct-horse"
SPIDERS = '''
import os, sys, time
import scrapy

class Noting(scrapy.Spider):
    """Notes each run of it."""
    name = "noting"
    seconds = "0"

    async def start(self):
        note(self)
        end = time.monotonic() + float(self.seconds)
        while time.monotonic() < end and not os.path.exists("release"):
            await __import__("asyncio").sleep(0.05)
        return
        yield

class Boom(Noting):
    name = "boom"

    async def start(self):
        note(self)
        print("last words \\x1b[31m", file=sys.stderr, flush=True)
        os._exit(7)
        yield

def note(spider):
    with open(os.environ["RUNS"], "a") as file:
        secret = getattr(spider, "password", "")
        file.write(f"{spider._job} {os.getpid()} {secret}\\n")
'''


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Scrapyd:
    """One node: its API, its process. `folder` holds the project on disk; nodes may share it."""

    def __init__(self, folder, var, env, **options):
        self.folder, self.port = Path(folder), free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.log = Path(var) / f"scrapyd-{self.port}.log"
        self.runs = Path(var) / "runs"
        self.env = {
            **os.environ,
            **env,
            "VAR_DIR": str(var),
            "SCRAPYD_HTTP_PORT": str(self.port),
            "SCRAPYD_USERNAME": "ann",
            "SCRAPYD_PASSWORD": PASSWORD,
            "RUNS": str(self.runs),
        }
        self.options = options
        self.process = None

    def start(self, command=(sys.executable, "-m", "daemon")):
        """Start it, or start it again; returns when it answers."""
        self.place_conf()
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.env,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_for(self._answers, what=f"scrapyd to answer: {self.log}")
        return self

    def place_conf(self):
        place_conf(self.folder, **self.options)

    def _answers(self):
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        try:
            return self.api("daemonstatus")["status"] == "ok"
        except OSError:
            return False

    def request(self, path, data=None, headers=None, *, password=PASSWORD, method=None):
        address = urllib.parse.urljoin(self.url, path)
        if isinstance(data, dict):
            data = urllib.parse.urlencode(data, doseq=True).encode()
        request = urllib.request.Request(address, data, headers or {}, method=method)
        if password:
            token = b64encode(f"ann:{password}".encode()).decode()
            request.add_header("Authorization", f"Basic {token}")
        try:
            with OPENER.open(request, timeout=60) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, dict(error.headers), error.read()

    def api(self, name, /, **query):
        path = f"{name}.json?{urllib.parse.urlencode(query)}"
        return json.loads(self.request(path)[2])

    def post(self, name, /, **data):
        return json.loads(self.request(f"{name}.json", data)[2])

    def schedule(self, spider="noting", project="default", **data):
        return self.post("schedule", project=project, spider=spider, **data)

    def ran(self):
        """Return the job ids of all starts, in order."""
        if not self.runs.exists():
            return []
        return [line.split()[0] for line in self.runs.read_text().splitlines()]

    def kill(self):
        """Kill -9 it; what it started lives on."""
        self.process.kill()
        self.process.wait(10)

    def stop(self, number=signal.SIGTERM):
        """Ask it to end, and wait until it has."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
                raise
        return self.process.returncode


def place_conf(folder, **options):
    """Put the project's own scrapyd.conf into a folder, with other values for some options."""
    lines = (ROOT / "scrapyd.conf").read_text("utf-8").splitlines()
    for name, value in options.items():
        [number] = [n for n, line in enumerate(lines) if line.split("=")[0].strip() == name]
        lines[number] = f"{name} = {value}"
    (folder / "scrapyd.conf").write_text("\n".join(lines) + "\n")


def plain_project(folder):
    """Write a small project of plain Scrapy; it keeps no rows of its own."""
    package = folder / "plainshop"
    package.mkdir(parents=True)
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = plainshop.settings\n")
    (package / "__init__.py").touch()
    (package / "settings.py").write_text(
        "SPIDER_MODULES = ['plainshop.spiders']\n"
        "TELNETCONSOLE_ENABLED = REMOTE_CONTROL_ENABLED = False\n"
    )
    (package / "spiders.py").write_text(SPIDERS)
    return folder


@contextlib.contextmanager
def scrapyd(folder, var, env, **options):
    """Run one node for a test; nothing of it or of its jobs is left."""
    node = Scrapyd(folder, var, env, **options)
    try:
        yield node.start()
    finally:
        with contextlib.suppress(subprocess.TimeoutExpired):
            node.stop()
        reap(node)


def reap(node):
    """End what a killed node left running."""
    for line in node.runs.read_text().splitlines() if node.runs.exists() else []:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(line.split()[1]), signal.SIGKILL)


def copy_of_the_tree(folder):
    """Copy what a deploy needs of this checkout."""
    for name in ("crawlers", "pipelines", "webapp"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "setup.py", "scrapy.cfg", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    return folder
