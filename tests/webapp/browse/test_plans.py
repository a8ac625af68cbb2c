"""What a page asks of the database at any size: few queries, and none that reads a whole table."""

import json
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.sitefill import fill, settle
from tests.webapp.conftest import logged_in, staff
from webapp.catalog.browse.searchindex import loosen
from webapp.catalog.models import Book

ROWS = 12_500
QUERIES = 8
MOST_READ = 10_100  # rows that one statement may read of a table at a time

PAGES = {
    "home": "/",
    "list": "/books/",
    **{f"sort {name}": f"/books/?sort={name}" for name in
       ("title", "-title", "price", "-price", "stock", "rating", "-category", "first_seen")},
    "deep": "/books/?sort=price&after=" + quote('["12.00", 6000]'),
    "deep backwards": "/books/?sort=-changed&before=" + quote('["2026-10-01T00:00:00Z", 6000]'),
    "rating": "/books/?rating=5",
    "narrow": "/books/?category=Travel&rating=5&price__lte=20&sort=title",
    "range": "/books/?price__gte=20&price__lte=30&sort=-price",
    "words": "/books/?q=uat",
    "rare": "/books/?q=upc00012300",
    "none": "/books/?q=zzzz&sort=price",
    "item": "/books/upc00012300/",
    "jobs": "/jobs/",
    "job": "/jobs/50/",
    "admin": "/admin/catalog/book/",
    "admin rating": "/admin/catalog/book/?rating=5&o=2",
    "admin words": "/admin/catalog/book/?q=upc00012300",
    "admin key": "/admin/catalog/change/?q=upc00012300",
}  # fmt: skip


@pytest.fixture
def big(database):
    """Return a client of a reader on a table that is too big to be read."""
    if database.is_sqlite:
        for event in ("insert", "update", "delete"):
            connection.cursor().execute(f"DROP TRIGGER catalog_book_search_{event}")
    else:
        loosen(Book, "default")
    connection.close()
    fill(database.url, ROWS, ROWS)
    call_command("migrate", verbosity=0)
    settle(database.url)
    User.objects.create_superuser("root")
    return logged_in(staff("reader", "view"))


def test_pages_ask_little_at_any_size(big, monkeypatch):
    monkeypatch.setattr("webapp.catalog.browse.counts.ESTIMATED", 10_000)
    for name, address in PAGES.items():
        with CaptureQueriesContext(connection) as queries:
            assert big.get(address).status_code == 200, name
        assert len(queries) <= QUERIES, name
        for query in queries:
            if query["sql"].startswith(("SELECT", "WITH")):
                read = _read(query["sql"])
                assert read <= MOST_READ, (name, read, query["sql"])


def _read(sql):
    """Return how many rows of one table a statement reads, at most."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql.replace('%', '%%')}", ())
            plans = [row[3] for row in cursor.fetchall()]
            scans = [p for p in plans if p.startswith("SCAN catalog_") and "USING" not in p]
            if "MATCH" in sql:  # an index of words stands in front
                return 0
            # With no condition, and a limit, reading from the beginning is no scan.
            return ROWS if scans and "WHERE" in sql.partition("FROM")[2] else 0
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql.replace('%', '%%')}", ())
        (plan,) = cursor.fetchone()
        plan = json.loads(plan) if isinstance(plan, str) else plan
    return _most(plan[0]["Plan"])


def _most(node):
    own = 0
    if "Scan" in node["Node Type"] and "Relation Name" in node:
        dropped = node.get("Rows Removed by Filter", 0)
        own = (node["Actual Rows"] + dropped) * node["Actual Loops"]
    return max([own, *(_most(child) for child in node.get("Plans", ()))])
