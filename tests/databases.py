"""Fresh, migrated databases for tests: SQLite always, PostgreSQL where a server answers."""

import os
import shutil
import uuid
from dataclasses import dataclass

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from webapp.settings import _database

DEFAULT_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"


@dataclass(frozen=True)
class Database:
    """A database of its own for one test; the test's process is connected to it."""

    url: str

    @property
    def is_sqlite(self):
        return self.url.startswith("sqlite")

    @property
    def path(self):
        return self.url.removeprefix("sqlite:///")

    @property
    def env(self):
        """The environment of a crawl that stores here."""
        return {"DATABASE_URL": self.url}


def server_url():
    """Return the address of the PostgreSQL server to test against, or None when none answers."""
    url = os.environ.get("TEST_DATABASE_URL", DEFAULT_SERVER)
    try:
        psycopg.connect(url, connect_timeout=3, autocommit=True).close()
    except psycopg.OperationalError:
        if "TEST_DATABASE_URL" in os.environ:
            raise
        return None
    return url


def need_postgres(server, reason="no PostgreSQL at 127.0.0.1:5432 and no TEST_DATABASE_URL"):
    """Skip in one visible line, or fail where PostgreSQL was promised (REQUIRE_POSTGRES=1)."""
    if server is None:
        if os.environ.get("REQUIRE_POSTGRES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


def connect(url):
    """Point this process's default database at another address."""
    connections["default"].close()
    config = _database(url) | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
    merged = {**connections.settings["default"], **config}
    merged["OPTIONS"] = config.get("OPTIONS", {})
    connections.settings["default"] = merged
    del connections["default"]


def migrate(url):
    """Bring the database at an address to this code's tables."""
    connect(url)
    call_command("migrate", verbosity=0)
    connections["default"].close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory, django_db_blocker):
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    with django_db_blocker.unblock():
        migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server():
    return server_url()


@pytest.fixture(scope="session")
def postgres_template(postgres_server, django_db_blocker):
    need_postgres(postgres_server)
    name = f"spidersilk_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        with django_db_blocker.unblock():
            migrate(_named(postgres_server, name))
        yield name
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _named(server, name):
    return f"{server.rpartition('/')[0]}/{name}"


def copied_sqlite(template, folder, django_db_blocker):
    """Yield a database of its own in a folder."""
    path = folder / "test.sqlite3"
    shutil.copyfile(template, path)
    yield from _connected(f"sqlite:///{path}", django_db_blocker)


def copied_postgres(server, template, django_db_blocker):
    """Yield a database of its own on a server."""
    name = f"spidersilk_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield from _connected(_named(server, name), django_db_blocker)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_database(sqlite_template, tmp_path, django_db_blocker):
    yield from copied_sqlite(sqlite_template, tmp_path, django_db_blocker)


@pytest.fixture
def postgres_database(postgres_server, postgres_template, django_db_blocker):
    yield from copied_postgres(postgres_server, postgres_template, django_db_blocker)


def _connected(url, django_db_blocker):
    with django_db_blocker.unblock():
        connect(url)
        yield Database(url)
        connections["default"].close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request):
    """A fresh database of each sort in turn."""
    return request.getfixturevalue(f"{request.param}_database")
