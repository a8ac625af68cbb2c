"""Real brokers and real workers, with queues of their own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import redis
from kombu import Connection

from tests.alerts.conftest import Hook, serving
from tests.crawling import ROOT, wait_for

BROKERS = {
    "filesystem": "",
    # The first address is nobody's: the second stands in for it.
    "rabbitmq": "amqp://guest:guest@127.0.0.1:1//;amqp://guest:guest@127.0.0.1:5672//",
    "redis": "redis://127.0.0.1:6379/0",
}
PORTS = {"rabbitmq": 5672, "redis": 6379}


@dataclass(frozen=True)
class Broker:
    """One broker, and the environment of processes that use it."""

    name: str
    prefix: str
    environment: dict

    def manage(self, *arguments):
        """Run a command of `python -m webapp`; returns what it prints."""
        ended = subprocess.run(
            [sys.executable, "-m", "webapp", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert ended.stderr == "" or "cannot be reached" in ended.stderr
        return ended.stdout.strip()

    @contextlib.contextmanager
    def worker(self, log, *options):
        """Run a worker until the end of the block, or until it is killed."""
        line = [sys.executable, "-m", "celery", "-A", "webapp", "worker", "-l", "INFO", *options]
        # Celery takes long to set up a broker that is away: only those who send get it.
        url = self.environment["CELERY_BROKER_URL"].rpartition(";")[2]
        with (
            Path(log).open("ab") as sink,
            subprocess.Popen(
                line,
                cwd=ROOT,
                env=self.environment | {"CELERY_BROKER_URL": url},
                stdout=sink,
                stderr=sink,
            ) as process,
        ):
            try:
                wait_for(lambda: " ready." in Path(log).read_text(), what="the worker")
                yield process
            finally:
                kill(process)


def kill(process):
    """Kill a worker and its pool at once, as a machine does that loses its power."""
    with contextlib.suppress(psutil.NoSuchProcess):
        family = [psutil.Process(process.pid)]
        family += family[0].children(recursive=True)
        for each in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.send_signal(signal.SIGKILL)
    process.wait(10)


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def make_broker(name, database, folder):
    if name in PORTS and not answers(PORTS[name]):
        pytest.skip(f"no {name} at 127.0.0.1:{PORTS[name]}")
    prefix = f"test-{uuid.uuid4().hex[:12]}-"
    mine = {"CELERY_PREFIX": prefix, "VAR_DIR": str(folder / "var"), **database.env}
    mine["CELERY_BROKER_URL"] = BROKERS[name] or "filesystem://localhost"
    return Broker(name, prefix, {**os.environ, **mine})


def delete_queues(broker):
    if broker.name == "redis":
        with redis.Redis.from_url(BROKERS["redis"]) as server:
            for key in server.scan_iter(f"{broker.prefix}*"):
                server.delete(key)
    if broker.name == "rabbitmq":
        with Connection(BROKERS[broker.name].rpartition(";")[2]) as connection:
            for name in ("fast", "slow"):
                channel = connection.channel()
                channel.queue_delete(f"{broker.prefix}{name}")
                channel.exchange_delete(f"{broker.prefix}{name}")


@pytest.fixture(params=BROKERS)
def broker(request, sqlite_database, tmp_path):
    """Each broker in turn."""
    made = make_broker(request.param, sqlite_database, tmp_path)
    yield made
    delete_queues(made)


@pytest.fixture
def hook():
    with serving(Hook()) as server:
        yield server
        server.go.set()
