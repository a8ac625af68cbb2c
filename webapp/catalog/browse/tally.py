"""How many of a view's rows have each value of its facets: all facets in one statement.

The statement reads up to 10,001 rows and groups them for each facet. Django's ORM has no words for
grouping one subquery in several ways.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models

from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.browse.counts import MOST, Count, capped

ALL = -1


@dataclass(frozen=True)
class Tally:
    """The number of rows, and for each column its values as text with their numbers."""

    count: Count
    values: Mapping[str, Counter[str | None]]


def tally(
    rows: models.QuerySet[Any],
    columns: Sequence[Column],
    ends: Mapping[str, Sequence[Any]],
) -> Tally:
    """Count rows by the values of columns; by the place among its `ends` for a column that has."""
    paths = {column.name: column.path for column in columns}
    inner = rows.order_by().values_list("pk", *paths.values())[: MOST + 1]
    connection = connections[rows.db]
    try:
        sql, given = inner.query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:
        return Tally(Count(0), {column.name: Counter() for column in columns})
    parts = [f"SELECT {ALL}, NULL, COUNT(*) FROM met"]  # noqa: S608 -- ours
    params = list(given)
    for place, column in enumerate(columns):
        value, more = _grouped(connection, column, place, ends.get(column.name))
        parts.append(f"SELECT {place}, {value}, COUNT(*) FROM met GROUP BY 2")  # noqa: S608 -- ours
        params += more
    names = ", ".join(["pk", *(f"f{place}" for place in range(len(columns)))])
    statement = f"WITH met ({names}) AS ({sql}) {' UNION ALL '.join(parts)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return _read(columns, cursor.fetchall())


def _grouped(
    connection: Any, column: Column, place: int, ends: Sequence[Any] | None
) -> tuple[str, list[Any]]:
    """Return the SQL of what a column is grouped by, as text."""
    name = f"f{place}"
    if ends is None:
        if column.sort is Sort.FLAG:
            return f"CASE WHEN {name} THEN '1' WHEN NOT {name} THEN '0' END", []
        return f"CAST({name} AS text)", []
    cases = " ".join(f"WHEN {name} < %s THEN '{n}'" for n in range(len(ends)))
    ready = [column.field.get_db_prep_value(end, connection) for end in ends]
    return f"CASE WHEN {name} IS NULL THEN NULL {cases} ELSE '{len(ends)}' END", ready


def _read(columns: Sequence[Column], found: Sequence[tuple[int, str | None, int]]) -> Tally:
    values: dict[str, Counter[str | None]] = {column.name: Counter() for column in columns}
    number = 0
    for place, value, n in found:
        if place == ALL:
            number = n
        else:
            values[columns[place].name][value] += n
    return Tally(capped(number, MOST), values)
