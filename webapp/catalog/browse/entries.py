"""The entries of the facets: values, ranges and spans, and how many rows have each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from webapp.catalog.browse.bins import Bin, bins_of
from webapp.catalog.browse.cells import number
from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.browse.counts import Count, counts
from webapp.catalog.browse.facet import WORDS, Entry, Facet
from webapp.catalog.browse.filter import PRESETS, Filter
from webapp.catalog.browse.keys import keys_of
from webapp.catalog.browse.view import View
from webapp.crawls.admin.text import short

MOST_ENTRIES = 10
FEW_NUMBERS = 12  # different whole numbers that are shown one by one
NOTHING = "no value"


def entries_of(
    view: View, columns: Sequence[Column], samples: Mapping[str, Sequence[Any]], count: Count
) -> list[Facet]:
    """Return the facets of these columns; `samples` has the values that were met."""
    facets = []
    for column in columns:
        if column.sort is Sort.LIST:
            entries = _list_entries(view, column)
        else:
            entries = _entries(column, samples[column.name], more=count.more)
        facets.append(Facet(view, column, entries))
    if count.more and view.is_whole:
        _count_all(view, [facet for facet in facets if facet.column.indexed])
    return facets


def _entries(column: Column, values: Sequence[Any], *, more: bool) -> list[Entry]:
    met = [value for value in values if value is not None]
    if column.is_dated:
        found = list(_spans(column, met))
    elif column.is_number and _is_many(met):
        found = [_range(column, each, met) for each in bins_of(met, _places(column))]
    else:
        found = list(_values(column, met))
    if len(met) < len(values):
        found.append(
            Entry(NOTHING, {f"{column.name}__isnull": "1"}, Count(len(values) - len(met)))
        )
    if more:
        return [
            Entry(e.label, e.chosen, Count(e.count.number, more=True)) for e in found if e.count
        ]
    return [entry for entry in found if entry.count and entry.count.number]


def _is_many(values: Iterable[Any]) -> bool:
    different = set(values)
    return len(different) > FEW_NUMBERS or any(value != int(value) for value in different)


def _places(column: Column) -> int:
    return int(getattr(column.field, "decimal_places", 0) or 0)


def _values(column: Column, values: Sequence[Any]) -> Iterable[Entry]:
    met = Counter(values)
    if column.is_number:
        chosen = sorted(met.items(), reverse=True)
    else:
        chosen = sorted(met.items(), key=lambda pair: (-pair[1], str(pair[0])))[:MOST_ENTRIES]
    for value, number_of in chosen:
        yield Entry(_label(column, value), {column.name: _text(value)}, Count(number_of))


def _label(column: Column, value: Any) -> str:
    if column.sort is Sort.CHOICE:
        return short(column.choices.get(value, str(value)), 40)
    if column.sort is Sort.FLAG:
        return "yes" if value else "no"
    return short(str(value), 40) or "empty"


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _range(column: Column, bin_: Bin, values: Sequence[Any]) -> Entry:
    chosen = {}
    if bin_.low is not None:
        chosen[f"{column.name}__gte"] = f"{bin_.low:f}"
    if bin_.last is not None:
        chosen[f"{column.name}__lte"] = f"{bin_.last:f}"
    low, high = bin_.low, bin_.high
    if low is None:
        label = f"under {number(high)}" if high is not None else "all"
    else:
        label = f"{number(low)} and more" if high is None else f"{number(low)} to {number(high)}"
    return Entry(label, chosen, Count(sum(1 for value in values if bin_.holds(value))))


def _spans(column: Column, values: Sequence[Any]) -> Iterable[Entry]:
    for name in PRESETS:
        (condition,) = Filter(column, "", (name,)).conditions()
        since = condition.children[0][1]  # type: ignore[index]
        met = sum(1 for value in values if value >= since)
        yield Entry(WORDS[name].capitalize(), {column.name: name}, Count(met))


def _list_entries(view: View, column: Column) -> list[Entry]:
    """Count over the table between: how many rows have each, of up to 10,000 rows."""
    name = column.field.m2m_field_name()
    through = column.field.remote_field.through._base_manager.order_by()
    if not view.is_whole:
        chosen = view.queryset()[:10_000]
        through = through.filter(**{f"{name}__in": keys_of(chosen)})
    other = column.field.m2m_reverse_field_name()
    path = column.path.replace(column.name, other, 1)
    met = through.values_list(path).annotate(n=models.Count("pk")).order_by("-n", path)
    return [
        Entry(short(str(value), 40), {column.name: str(value)}, Count(n))
        for value, n in met[:MOST_ENTRIES]
    ]


def _count_all(view: View, facets: Sequence[Facet]) -> None:
    """Count each entry of a big table up to 10,000, all in one statement."""
    plain = [facet for facet in facets if facet.column.sort is not Sort.LIST]
    asked = [
        (facet, entry, entry.apply(view, facet.column).queryset())
        for facet in plain
        for entry in facet.entries
    ]
    found = counts([rows for *_, rows in asked])
    for facet in plain:
        facet.entries = []
    for (facet, entry, _), count in zip(asked, found, strict=True):
        facet.entries.append(Entry(entry.label, entry.chosen, count))
