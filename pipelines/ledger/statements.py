"""The ledger's statements, the same for SQLite and PostgreSQL.

One statement for each row, run by the driver's own loop: the ORM's bulk methods build a model of
each and name every column of every row, which costs a multiple of the CPU.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from pipelines.ledger import visits
from webapp.crawls.models import HostLease, Visit

LINK_COLUMNS = (
    "fingerprint",
    "url",
    "method",
    "payload",
    "priority",
    "depth",
    "rank",
    "parent",
    "host",
    "state",
    "fate",
    "text",
)
TABLE = Visit._meta.db_table
WHERE = "WHERE job_id = %s AND fingerprint = %s"
INSERT = (
    f"INSERT INTO {TABLE} (job_id, {', '.join(LINK_COLUMNS)}, first, last, attempts, deaths, items)"  # noqa: S608, E501 -- fixed names, here and below
    f" VALUES (%s, {', '.join(['%s'] * len(LINK_COLUMNS))}, %s, %s, 0, 0, 0)"
    " ON CONFLICT DO NOTHING"
)
MARK = (
    f"UPDATE {TABLE} SET state = 'leased', worker = %s, attempts = attempts + 1, last = %s {WHERE}"  # noqa: S608
)
END = (
    f"UPDATE {TABLE} SET state = %s, fate = %s, text = %s, status = %s, size = %s, seconds = %s,"  # noqa: S608
    f" items = %s, attempts = attempts + %s, last = %s, worker = NULL {WHERE}"
)
ENDED = (visits.DONE, visits.FAILED, visits.REFUSED)
HOSTS = (
    f"UPDATE {HostLease._meta.db_table} SET done = done + %s, failed = failed + %s,"  # noqa: S608
    " refused = refused + %s, began = coalesce(began, %s), latest = %s"
    " WHERE job_id = %s AND host = %s"
)
AGAIN = f"UPDATE {TABLE} SET payload = %s, priority = %s {WHERE}"  # noqa: S608


def run_many(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run a statement for each row of parameters."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)
