"""A plain project, and nodes that run it."""

import pytest

from tests.daemon.server import plain_project, scrapyd
from webapp.crawls.models import Job


@pytest.fixture
def project(tmp_path):
    """A folder with a plain Scrapy project."""
    return plain_project(tmp_path / "project")


@pytest.fixture
def var(tmp_path):
    """What nodes share besides the database."""
    folder = tmp_path / "var"
    folder.mkdir()
    return folder


@pytest.fixture
def node(project, var, database):
    """One node with two slots, on each database in turn."""
    with scrapyd(project, var, database.env, max_proc=2) as running:
        yield running


@pytest.fixture
def sqlite_node(project, var, sqlite_database):
    """One node with two slots, on SQLite: for what the database has no part in."""
    with scrapyd(project, var, sqlite_database.env, max_proc=2) as running:
        yield running


@pytest.fixture
def states():
    """What the table says: job id → state."""
    return lambda: dict(Job.objects.order_by("pk").values_list("jobid", "state"))
