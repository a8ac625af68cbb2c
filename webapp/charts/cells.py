"""Values of a chart's table, fit for who reads them, and the rows that they count."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db.models import Q

from webapp.catalog.browse.cells import moment
from webapp.catalog.browse.counts import Count
from webapp.catalog.browse.facet import Entry
from webapp.catalog.browse.view import View
from webapp.charts.answer import Answer
from webapp.crawls.admin.text import short

LONGEST = 200  # characters
Cell = tuple[Any, str | None]


def for_readers(value: Any) -> Any:
    """Return a value as it stands on a page: numbers with their thousands apart."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, str):
        return short(value, LONGEST)
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value


def linked_rows(answer: Answer, leads: Callable[[Any], str]) -> Iterator[list[Cell]]:
    """Yield the table's rows: values, one of them with the address of what the row counts.

    The first one may name a row that has a page of its own.
    """
    for row, counted, link in zip_longest(answer.rows, answer.counted, answer.links):
        cells: list[Cell] = [(for_readers(value), None) for value in row]
        address = leads(counted) if counted and row[answer.linked] else None
        cells[answer.linked] = (cells[answer.linked][0], address)
        if link:
            cells[0] = (cells[0][0], link)
        yield cells


def narrowed(view: View, chosen: tuple[tuple[str, str], ...]) -> View:
    """Return a view of those rows of a view that a row of its chart counts."""
    for name, text in chosen:
        view = Entry("", {name: text}, Q(), Count(0)).apply(view)
    return view
