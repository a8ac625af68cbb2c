"""Labels that occur together: the chord of tags."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import connections, models
from django.db.models import Count

from webapp.charts.answer import Answer
from webapp.charts.queries.scope import apart

MOST = 24
Rows = models.QuerySet[Any]


class _Label(NamedTuple):
    """What a label is called on a page, and in an address."""

    shown: str
    key: str


def together(name: str) -> Callable[[Rows], Answer]:
    """Count for each two of the most used labels how many rows bear both."""
    columns = ("one", "other", "rows")

    def read(view: Rows) -> Answer:
        rows = apart(view)
        groups = rows.filter(**{f"{name}__isnull": False}).order_by().values(name)
        counted = groups.annotate(count=Count("pk")).order_by("-count", name)
        top = list(counted.values_list(name, flat=True)[: MOST + 1])
        notes = []
        if len(top) > MOST:
            notes = [f"Cut: the {MOST} most used of {groups.distinct().count():,} labels."]
        called = _called(rows, name, top[:MOST])
        found = [(called[a], called[b], n) for a, b, n in _pairs(rows, name, list(called))]
        found.sort(key=lambda pair: (-pair[2], pair[0].shown, pair[1].shown))
        pairs = [(one.shown, other.shown, n) for one, other, n in found]
        counted = [((name, one.key), (name, other.key)) for one, other, _ in found]
        return Answer(columns, pairs, notes, counted)

    return read


def _called(rows: Rows, name: str, keys: list[int]) -> dict[int, _Label]:
    labels: Any = rows.model._meta.get_field(name).related_model
    key = getattr(labels, "NATURAL_KEY", "pk")
    found = labels._default_manager.filter(pk__in=keys)
    return {each.pk: _Label(str(each), str(getattr(each, key))) for each in found}


def _pairs(rows: Rows, name: str, keys: list[int]) -> list[tuple[int, int, int]]:
    """Join the labels' table with itself: Django would look for both on one line of it."""
    if not keys:
        return []
    field: Any = rows.model._meta.get_field(name)
    row, label = field.m2m_column_name(), field.m2m_reverse_name()
    table, chosen = field.m2m_db_table(), f"({', '.join(map(str, keys))})"
    within, given = "", ()
    if rows.query.where:
        inner, given = rows.order_by().values("pk").query.get_compiler(rows.db).as_sql()
        within = f"AND a.{row} IN ({inner})"
    statement = f"""
        SELECT a.{label}, b.{label}, COUNT(*)
        FROM {table} a JOIN {table} b ON b.{row} = a.{row} AND b.{label} > a.{label}
        WHERE a.{label} IN {chosen} AND b.{label} IN {chosen} {within}
        GROUP BY a.{label}, b.{label}"""  # noqa: S608 -- names of our own, numbers, Django's SQL
    with connections[rows.db].cursor() as cursor:
        cursor.execute(statement, given)
        found: list[tuple[int, int, int]] = cursor.fetchall()
        return found
