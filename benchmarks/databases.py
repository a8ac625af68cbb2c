"""Fresh, migrated databases: SQLite files, and databases of a PostgreSQL server."""

import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.measure import ROOT

SETTINGS = "benchmarks.settings"
DEFAULT_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"


def server_url() -> str:
    """Return the address of the PostgreSQL server."""
    return os.environ.get("TEST_DATABASE_URL", DEFAULT_SERVER)


def migrate(url: str) -> None:
    """Make this code's tables."""
    command = [sys.executable, "-m", "webapp", "migrate", "--verbosity", "0"]
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": SETTINGS}
    subprocess.run(command, cwd=ROOT, env=env, check=True)


class SqliteServer:
    """Copies one migrated file."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.sqlite3"
        migrate(f"sqlite:///{self._template}")

    @property
    def version(self) -> str:
        return ""

    @contextmanager
    def database(self) -> Iterator[str]:
        """Yield the address of a fresh database."""
        path = self._folder / f"{uuid.uuid4().hex}.sqlite3"
        shutil.copyfile(self._template, path)
        yield f"sqlite:///{path}"
        for left in self._folder.glob(f"{path.name}*"):
            left.unlink()


class PostgresServer:
    """Copies one migrated database, and drops what it made."""

    name = "postgres"

    def __init__(self, url: str, template: str) -> None:
        self._url = url
        self._template = template

    @property
    def version(self) -> str:
        with psycopg.connect(self._url) as server:
            return f"PostgreSQL {server.info.server_version // 10000}"

    @classmethod
    @contextmanager
    def running(cls) -> Iterator["PostgresServer"]:
        """Yield a server with a migrated template, which is dropped at the end."""
        url, name = server_url(), f"spidersilk_bench_{uuid.uuid4().hex[:12]}"
        with _created(url, name):
            migrate(_named(url, name))
            yield cls(url, name)

    @contextmanager
    def database(self) -> Iterator[str]:
        """Yield the address of a fresh database."""
        name = f"spidersilk_bench_{uuid.uuid4().hex[:12]}"
        with _created(self._url, name, self._template):
            yield _named(self._url, name)


Server = SqliteServer | PostgresServer


@contextmanager
def _created(url: str, name: str, template: str = "template1") -> Iterator[None]:
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
    with closing(psycopg.connect(url, autocommit=True)) as server:
        server.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield
        finally:
            server.execute(drop.format(sql.Identifier(name)))


def _named(url: str, name: str) -> str:
    return f"{url.rpartition('/')[0]}/{name}"


def ask(url: str, query: str) -> Any:
    """Return the first value that a query finds."""
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            return connection.execute(query).fetchone()[0]
    with closing(psycopg.connect(url)) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None
