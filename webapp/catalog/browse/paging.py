"""A page of a view's rows, found by where the last one ended: as quick deep down as at the top.

A page is at most three ranges of an index, read one after the other until it is full: rows with
the same sort value behind the place, those with values behind it, and those that have none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connections, models
from django.db.models import F, Q

from webapp.catalog.browse.order import Cursor, Order
from webapp.catalog.browse.related import numbers_along
from webapp.crawls.steering import unindexed

SIZE = 50

Rows = models.QuerySet[Any]


@dataclass(frozen=True)
class Page:
    """Rows in the order of the view, and the places before and behind them."""

    rows: list[Any]
    previous: Cursor | None
    next: Cursor | None


@dataclass(frozen=True)
class Part:
    """A range of rows in its order; `led`: by the order's values, `after` one, if any."""

    rows: Rows
    led: bool = False
    after: Any = None
    descending: bool = False


def page_of(
    rows: Rows, order: Order, cursor: Cursor | None, size: int = SIZE, *, is_few: bool = False
) -> Page:
    """Read one page, and whether there is one more; `is_few`: they are chosen, then sorted."""
    backwards = cursor is not None and cursor.backwards
    if is_few:
        found = list(sorted_rows(rows, order, cursor)[: size + 1])
    else:
        found = _read(rows, order, cursor, size + 1)
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    before = more if backwards else cursor is not None
    behind = True if backwards else more
    return Page(
        found,
        place(order, found[0], backwards=True) if found and before else None,
        place(order, found[-1], backwards=False) if found and behind else None,
    )


def _read(rows: Rows, order: Order, cursor: Cursor | None, wanted: int) -> list[Any]:
    """Read range after range of an index until there are as many as are wanted."""
    found: list[Any] = []
    for part in parts(rows, order, cursor):
        left = wanted - len(found)
        found += _numbers(rows, order, part, left) if order.column.is_related else part.rows[:left]
        if len(found) == wanted:
            break
    if not order.column.is_related:
        return found
    by_number = {row.pk: row for row in rows.filter(pk__in=found)}
    return [by_number[number] for number in found if number in by_number]


def _numbers(rows: Rows, order: Order, part: Part, wanted: int) -> list[int]:
    """Find the numbers first: rows of one related row are sorted, which an index does alone."""
    if part.led and connections[rows.db].vendor == "postgresql":
        return numbers_along(rows, order.column, part.after, wanted, descending=part.descending)
    return list(part.rows.values_list("pk", flat=True)[:wanted])


def place(order: Order, row: Any, *, backwards: bool) -> Cursor:
    """Return the place of a row."""
    value = row
    for name in order.column.path.split("__"):
        value = None if value is None else getattr(value, name)
    return Cursor(value, row.pk, backwards)


def parts(rows: Rows, order: Order, cursor: Cursor | None = None) -> Iterator[Part]:
    """Yield the ranges of rows behind a place, or before it, each in its order."""
    backwards = cursor is not None and cursor.backwards
    descending = order.descending != backwards
    path = order.column.path
    sign, beyond = ("-", "lt") if descending else ("", "gt")
    values, nothing = rows.order_by(f"{sign}{path}", f"{sign}pk"), rows.none()
    if order.column.field.null:
        nothing = rows.filter(**{f"{path}__isnull": True}).order_by(f"{sign}pk")
        values = values.filter(**{f"{path}__isnull": False})
    led = partial(Part, led=True, descending=descending)
    if cursor is None:
        yield from (led(values), Part(nothing))
        return
    next_ones = Q(**{f"pk__{beyond}": cursor.pk})
    if cursor.value is None:
        yield Part(nothing.filter(next_ones))
        if backwards:
            yield led(values)
        return
    yield Part(values.filter(next_ones, **{path: cursor.value}).order_by(f"{sign}pk"))
    yield led(values.filter(**{f"{path}__{beyond}": cursor.value}), after=cursor.value)
    if not backwards:
        yield Part(nothing)


def sorted_rows(rows: Rows, order: Order, cursor: Cursor | None) -> Rows:
    """Return the rows behind a place, or before it, sorted by values that no index holds."""
    backwards = cursor is not None and cursor.backwards
    descending = order.descending != backwards
    beyond = "lt" if descending else "gt"
    led: Rows = rows.alias(lead=unindexed(order.column.path))
    first, last = (True, None) if backwards else (None, True)
    nulls = {"nulls_first": first, "nulls_last": last} if order.column.field.null else {}
    lead, sign = F("lead"), "-" if descending else ""
    led = led.order_by(lead.desc(**nulls) if descending else lead.asc(**nulls), f"{sign}pk")
    if cursor is None:
        return led
    next_ones, nothing = Q(**{f"pk__{beyond}": cursor.pk}), Q(lead__isnull=True)
    if cursor.value is None:
        return led.filter((nothing & next_ones) | (~nothing if backwards else Q(pk__in=())))
    behind = Q(**{f"lead__{beyond}": cursor.value}) | (Q(lead=cursor.value) & next_ones)
    return led.filter(behind if backwards else behind | nothing)
