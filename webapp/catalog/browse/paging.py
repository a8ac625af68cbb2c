"""A page of a view's rows, found by where the last one ended: as quick deep down as at the top.

A page is at most three ranges of an index, read one after the other until it is full: rows with
the same sort value behind the place, those with values behind it, and those that have none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, Q

from webapp.catalog.browse.order import Cursor, Order
from webapp.crawls.steering import unindexed

SIZE = 50

Rows = models.QuerySet[Any]


@dataclass(frozen=True)
class Page:
    """Rows in the order of the view, and the places before and behind them."""

    rows: list[Any]
    previous: Cursor | None
    next: Cursor | None


def page_of(
    rows: Rows, order: Order, cursor: Cursor | None, size: int = SIZE, *, is_few: bool = False
) -> Page:
    """Read one page, and whether there is one more; `is_few`: they are chosen, then sorted."""
    backwards = cursor is not None and cursor.backwards
    found: list[Any] = []
    for part in parts(rows, order, cursor, is_few=is_few):
        wanted = size + 1 - len(found)
        found += _by_number(rows, part[:wanted]) if order.column.is_related else part[:wanted]
        if len(found) > size:
            break
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


def _by_number(rows: Rows, part: Rows) -> list[Any]:
    """Find the numbers first: rows of one related row are sorted, which an index does alone."""
    numbers = list(part.values_list("pk", flat=True))
    found = {row.pk: row for row in rows.filter(pk__in=numbers)}
    return [found[number] for number in numbers if number in found]


def place(order: Order, row: Any, *, backwards: bool) -> Cursor:
    """Return the place of a row."""
    value = row
    for name in order.column.path.split("__"):
        value = None if value is None else getattr(value, name)
    return Cursor(value, row.pk, backwards)


def parts(
    rows: Rows, order: Order, cursor: Cursor | None = None, *, is_few: bool = False
) -> Iterator[Rows]:
    """Yield the ranges of rows behind a place, or before it, each in its order."""
    backwards = cursor is not None and cursor.backwards
    descending = order.descending != backwards
    path = order.column.path
    sign, beyond = ("-", "lt") if descending else ("", "gt")
    lead = unindexed(path) if is_few else F(path)
    by_value = (lead.desc() if descending else lead.asc(), f"{sign}pk")
    values, nothing = rows.order_by(*by_value), rows.none()
    if order.column.field.null:
        nothing = rows.filter(**{f"{path}__isnull": True}).order_by(f"{sign}pk")
        values = values.filter(**{f"{path}__isnull": False})
    if cursor is None:
        yield from (values, nothing)
        return
    next_ones = Q(**{f"pk__{beyond}": cursor.pk})
    if cursor.value is None:
        yield nothing.filter(next_ones)
        if backwards:
            yield values
        return
    yield values.filter(next_ones, **{path: cursor.value}).order_by(f"{sign}pk")
    yield values.filter(**{f"{path}__{beyond}": cursor.value})
    if not backwards:
        yield nothing
