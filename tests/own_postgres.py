"""A PostgreSQL server of the tests' own, to be stopped, restarted and filled up."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest

from tests.databases import need_postgres


def binaries():
    """Return the folder of initdb and pg_ctl, or None."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders else None


class OwnPostgres:
    """A cluster in a folder; the superuser is `postgres`, trusted on loopback."""

    def __init__(self, folder):
        self.folder = Path(folder) / "cluster"
        self.bin = binaries()
        # initdb refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def create(self):
        if self.user:
            account = pwd.getpwnam(self.user)
            os.chown(self.folder.parent, account.pw_uid, account.pw_gid)
        self._run("initdb", "-U", "postgres", "-A", "trust", "-N", "-D", self.folder)

    def start(self):
        options = (
            f"-c listen_addresses=127.0.0.1 -p {self.port}"
            f" -c unix_socket_directories={self.folder} -c shared_buffers=8MB"
            " -c max_wal_size=32MB -c min_wal_size=32MB"
        )
        log = self.folder / "log"
        self._run("pg_ctl", "-D", self.folder, "-l", log, "-w", "-o", options, "start")

    def stop(self, mode="fast"):
        self._run("pg_ctl", "-D", self.folder, "-w", "-m", mode, "stop")

    def is_running(self):
        try:
            psycopg.connect(self.url, connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program, *arguments):
        subprocess.run(
            [self.bin / program, *arguments],
            check=True,
            user=self.user,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder.parent,
        )


@contextlib.contextmanager
def own_postgres_in(folder):
    """Run a cluster in this folder until the end of the block."""
    if binaries() is None:
        need_postgres(None, "no initdb here: PostgreSQL's server programs are not installed")
    server = OwnPostgres(folder)
    server.create()
    server.start()
    try:
        yield server
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            server.stop("immediate")


@pytest.fixture
def own_postgres():
    """A server that the test may stop and start."""
    # Not below pytest's own folder: another user may not enter there.
    with tempfile.TemporaryDirectory() as folder, own_postgres_in(Path(folder)) as server:
        yield server
