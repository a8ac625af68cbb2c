"""The charts of a kind follow from its fields: a new kind has its own at once.

What no field says is in owncharts.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import combinations

from django.db import models

from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.browse.kind import HOUSE, Kind, kind_of
from webapp.charts.chart import Chart, Shape
from webapp.charts.owncharts import OWN
from webapp.charts.queries.counts import counts
from webapp.charts.queries.days import over_time
from webapp.charts.queries.distribution import distribution
from webapp.charts.queries.pairs import against
from webapp.charts.queries.sections import sections
from webapp.charts.queries.together import together
from webapp.charts.queries.years import years

TIME = "time"
# What is counted by each whole value: few are expected.
COUNTED = {Sort.CHOICE, Sort.FLAG, Sort.RELATION, Sort.LIST}


@cache
def charts_of(model: type[models.Model]) -> dict[str, Chart]:
    """Return a kind's charts by name."""
    return {chart.name: chart for chart in _all(kind_of(model))}


def chart_of(model: type[models.Model], name: str) -> Chart | None:
    """Return one chart of a kind, by its own name or that of the facet it belongs to."""
    return charts_of(model).get(TIME if name in HOUSE else name)


def _all(kind: Kind) -> Iterator[Chart]:
    if "first_seen" in kind.columns:
        yield _over_time(kind)
    yield from OWN.get(kind.label, ())
    numbers = [column for column in kind.own if column.is_number]
    yield from map(_distribution, numbers)
    yield from (_years(column) for column in kind.own if column.is_dated)
    named = {column.name for column in kind.facets if column.sort is Sort.LINE}
    counted = [c for c in kind.own if c.sort in COUNTED or c.name in named]
    yield from map(_counts, counted)
    yield from (_together(column) for column in kind.own if column.sort is Sort.LIST)
    yield from (_against(*pair) for pair in combinations(numbers, 2))
    if {"url", "links"} <= kind.columns.keys():
        yield _sections()


def _over_time(kind: Kind) -> Chart:
    text = "How many rows were first seen on each day, and how many fields were found changed."
    return Chart(TIME, "Items and changes over time", text, Shape.DAYS, over_time(kind.model))


def _distribution(column: Column) -> Chart:
    text = f"How many rows have a {_noun(column)} within each range."
    read = distribution(column.name, whole=_is_whole(column), unit=_unit(column))
    title = f"Distribution of {_noun(column)}"
    return Chart(column.name, title, text, Shape.HISTOGRAM, read, _noun(column))


def _years(column: Column) -> Chart:
    text = f"How many rows have a {_noun(column)} within each range of years."
    title = f"{column.label} by year"
    return Chart(column.name, title, text, Shape.HISTOGRAM, years(column.name), "year")


def _counts(column: Column) -> Chart:
    text = f"How many rows there are of each value of {_noun(column)}, the most frequent first."
    read = counts(column.name, column.path)
    return Chart(column.name, f"Rows by {_noun(column)}", text, Shape.BARS, read)


def _together(column: Column) -> Chart:
    text = f"Which {_noun(column)} share rows: the wider a band, the more rows bear both."
    title = f"{column.label} that occur together"
    return Chart(f"{column.name}-together", title, text, Shape.CHORD, together(column.name))


def _against(x: Column, y: Column) -> Chart:
    text = f"How many rows have each {_noun(x)} and {_noun(y)}: the larger a circle, the more."
    whole, units = (_is_whole(x), _is_whole(y)), (_unit(x), _unit(y))
    read = against(x.name, y.name, whole=whole, units=units)
    title = f"{y.label} against {_noun(x)}"
    return Chart(f"{y.name}-against-{x.name}", title, text, Shape.GRID, read)


def _sections() -> Chart:
    text = "Which sections of a site link to which: a section is one of its folders."
    read = sections("url", "links")
    return Chart("links", "Sections that link each other", text, Shape.CHORD, read)


def _is_whole(column: Column) -> bool:
    return isinstance(column.field, models.IntegerField)


def _unit(column: Column) -> Decimal | None:
    """Return the least step between two values; a floating-point number has none."""
    if _is_whole(column):
        return Decimal(1)
    places = getattr(column.field, "decimal_places", None)
    return None if places is None else Decimal(1).scaleb(-places)


def _noun(column: Column) -> str:
    return str(column.field.verbose_name)
