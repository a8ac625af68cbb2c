"""All rows of a view, in its order, as they were at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

from webapp.catalog.browse.listing import Listing
from webapp.catalog.browse.paging import parts

CHUNK = 1_000  # rows that are in memory at a time


def rows_of(listing: Listing) -> Iterator[Any]:
    """Yield the rows; what crawls write meanwhile is not among them."""
    rows = listing.rows(whole=True)
    with _one_moment(rows.db):
        for part in parts(rows, listing.order):
            yield from part.rows.iterator(CHUNK)


@contextmanager
def _one_moment(using: str) -> Iterator[None]:
    """Read in one transaction that writes nothing and keeps nobody from writing.

    Django's own would begin as a writer on SQLite, and read rows of different moments on
    PostgreSQL.
    """
    connection = connections[using]
    if connection.in_atomic_block:
        yield
        return
    is_postgres = connection.vendor == "postgresql"
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY" if is_postgres else "BEGIN DEFERRED"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
