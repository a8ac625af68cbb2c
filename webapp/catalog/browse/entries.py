"""The entries of the facets: values, ranges and spans, and how many rows have each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from webapp.catalog.browse.cells import LABEL, number
from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.browse.counts import MOST, Count
from webapp.catalog.browse.facet import WORDS, Entry
from webapp.catalog.browse.filter import PRESETS, since
from webapp.catalog.browse.keys import keys_of
from webapp.crawls.admin.text import short

MOST_ENTRIES = 10

Met = Counter[str | None]


def entries_of(column: Column, met: Met, ends: Sequence[Any] | None, *, more: bool) -> list[Entry]:
    """Return the entries of a column whose values were counted."""
    if column.is_dated:
        found = list(_spans(column, met, ends or ()))
    elif ends is not None:
        found = list(_ranges(column, met, ends))
    else:
        found = list(_values(column, met))
    if met[None]:
        nothing = Q(**{f"{column.name}__isnull": True})
        name = {f"{column.name}__isnull": "1"}
        found.append(Entry("no value", name, nothing, Count(met[None])))
    shown = [entry for entry in found if entry.count.number]
    return (
        [entry.counted(Count(entry.count.number, more=True)) for entry in shown] if more else shown
    )


def _values(column: Column, met: Met) -> Iterator[Entry]:
    pairs = [(text, n) for text, n in met.items() if text is not None]
    if column.is_number:
        pairs.sort(key=lambda pair: Decimal(pair[0]), reverse=True)
    else:
        pairs = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:MOST_ENTRIES]
    for text, n in pairs:
        value = text == "1" if column.sort is Sort.FLAG else text
        yield Entry(_label(column, text), {column.name: text}, Q(**{column.path: value}), Count(n))


def _label(column: Column, text: str) -> str:
    if column.is_number:
        return number(Decimal(text))
    if column.sort is Sort.FLAG:
        return "yes" if text == "1" else "no"
    named = {str(value): label for value, label in column.choices.items()}
    return short(named.get(text, text), LABEL) or "empty"


def _ranges(column: Column, met: Met, ends: Sequence[Decimal]) -> Iterator[Entry]:
    places = getattr(column.field, "decimal_places", 0) or 0
    unit = Decimal(1).scaleb(-places)
    for place, (low, high) in enumerate(zip([None, *ends], [*ends, None], strict=True)):
        chosen: dict[str, str] = {}
        condition = Q()
        if low is not None:
            chosen[f"{column.name}__gte"] = f"{low:f}"
            condition &= Q(**{f"{column.name}__gte": low})
        if high is not None:
            chosen[f"{column.name}__lte"] = f"{high - unit:f}"
            condition &= Q(**{f"{column.name}__lt": high})
        yield Entry(_range(low, high), chosen, condition, Count(met[str(place)]))


def _range(low: Decimal | None, high: Decimal | None) -> str:
    if low is None:
        return f"under {_figure(high)}"
    return f"{_figure(low)} and more" if high is None else f"{_figure(low)} to {_figure(high)}"


def _figure(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():,f}"


def span_ends(column: Column) -> list[Any]:
    """Return the beginnings of the spans, the longest first."""
    return [since(column, name) for name in sorted(PRESETS, key=PRESETS.__getitem__, reverse=True)]


def _spans(column: Column, met: Met, ends: Sequence[datetime]) -> Iterator[Entry]:
    names = sorted(PRESETS, key=PRESETS.__getitem__, reverse=True)
    entries = []
    for place, (name, end) in enumerate(zip(names, ends, strict=True), start=1):
        n = sum(met[str(later)] for later in range(place, len(ends) + 1))
        condition = Q(**{f"{column.name}__gte": end})
        entries.append(Entry(WORDS[name].capitalize(), {column.name: name}, condition, Count(n)))
    yield from reversed(entries)


def list_entries(column: Column, rows: models.QuerySet[Any], *, more: bool) -> list[Entry]:
    """Count what rows name of another kind, in the table between; `more`: of the first rows."""
    name = column.field.m2m_field_name()
    through = column.field.remote_field.through._base_manager.order_by()
    through = through.filter(**{f"{name}__in": keys_of(rows[:MOST])})
    path = column.path.replace(column.name, column.field.m2m_reverse_field_name(), 1)
    met = through.values_list(path).annotate(n=models.Count("pk")).order_by("-n", path)
    return [
        Entry(
            short(str(value), LABEL),
            {column.name: str(value)},
            Q(**{column.path: value}),
            Count(n, more=more),
        )
        for value, n in met[:MOST_ENTRIES]
    ]
