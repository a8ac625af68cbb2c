"""Counting that ends: no more than 10,000 rows are counted of anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models

MOST = 10_000
ESTIMATED = 100_000  # rows, from which on an estimate is as good


@dataclass(frozen=True)
class Count:
    """A number of rows; `more`: there are at least so many."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.number:,}{'+' if self.more else ''}"


class Estimate(Count):
    """About so many."""

    def __str__(self) -> str:
        digits = len(str(self.number)) - 3
        return f"about {round(self.number, -digits):,}"


def capped(number: int, most: int = MOST) -> Count:
    """Return what counting up to one more than the most has found."""
    return Count(min(number, most), more=number > most)


def counts(rows: Sequence[models.QuerySet[Any]], most: int = MOST) -> list[Count]:
    """Count rows of each queryset up to the most, in one statement."""
    parts: list[str] = []
    given: list[Any] = []
    if not rows:
        return []
    using = rows[0].db
    for each in rows:
        try:
            inner = each.order_by().values("pk")[: most + 1].query
            sql, params = inner.get_compiler(using).as_sql()
        except EmptyResultSet:
            sql, params = "SELECT 1 WHERE 1 = 0", ()
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608 -- Django's own SQL
        given += params
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", given)
        return [capped(number, most) for number in cursor.fetchone()]


def totals(models_: Sequence[Any]) -> dict[Any, Count]:
    """Return how many rows each table has; PostgreSQL's estimate where counting would be slow."""
    if not models_:
        return {}
    found: dict[Any, Count] = _estimates(models_)
    counted = [model for model in models_ if model not in found]
    if counted:
        tables = [connections["default"].ops.quote_name(m._meta.db_table) for m in counted]
        with connections[models_[0]._default_manager.db].cursor() as cursor:
            each = (f"(SELECT COUNT(*) FROM {table})" for table in tables)  # noqa: S608 -- our own
            cursor.execute(f"SELECT {', '.join(each)}")
            found |= {m: Count(n) for m, n in zip(counted, cursor.fetchone(), strict=True)}
    return found


def _estimates(models_: Sequence[Any]) -> dict[Any, Count]:
    connection = connections[models_[0]._default_manager.db]
    if connection.vendor != "postgresql":
        return {}
    tables = {model._meta.db_table: model for model in models_}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = current_schema()::regnamespace"
            " AND relname = ANY(%s) AND reltuples > %s",
            [list(tables), ESTIMATED],
        )
        return {tables[name]: Estimate(rows) for name, rows in cursor.fetchall()}
