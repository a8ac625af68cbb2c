"""Fixtures for all tests."""

import os
import tempfile
from collections import Counter

import pytest

# Before Django reads its settings: tests leave nothing in the checkout's var/.
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="spidersilk-test-")
os.environ.pop("DATABASE_URL", None)

from tests.databases import (
    database,
    postgres_database,
    postgres_server,
    postgres_template,
    sqlite_database,
    sqlite_template,
)
from tests.site.process import running_site

__all__ = [
    "database",
    "postgres_database",
    "postgres_server",
    "postgres_template",
    "sqlite_database",
    "sqlite_template",
]


@pytest.fixture(scope="session")
def _practice_site():
    with running_site() as site:
        yield site


@pytest.fixture
def practice_site(_practice_site):
    """The practice site in its own process, as new."""
    _practice_site.reset()
    return _practice_site


def pytest_terminal_summary(terminalreporter):
    """Say once for each reason how many tests were skipped."""
    skipped = terminalreporter.stats.get("skipped", [])
    for reason, count in Counter(report.longrepr[2] for report in skipped).items():
        terminalreporter.write_line(f"{count} tests skipped: {reason.removeprefix('Skipped: ')}")
