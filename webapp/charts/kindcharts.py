"""The charts of a kind follow from its fields: a new kind has its own at once."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any

from django.db import models

from webapp.catalog.models import Named, Record
from webapp.charts.chart import Chart, Shape
from webapp.charts.queries.counts import counts
from webapp.charts.queries.days import over_time
from webapp.charts.queries.distribution import distribution
from webapp.charts.queries.pairs import against
from webapp.charts.queries.sections import sections
from webapp.charts.queries.together import together

NUMBERS = (models.IntegerField, models.DecimalField, models.FloatField)
SHORT = 35  # characters of text that is a code, such as a currency or a language
# Names that facets have for what one chart shows.
ALIASES = {"first_seen": "time", "changed": "time"}


@cache
def charts_of(model: type[models.Model]) -> dict[str, Chart]:
    """Return a kind's charts by name."""
    return {chart.name: chart for chart in _all(model)}


def chart_of(model: type[models.Model], name: str) -> Chart | None:
    """Return one chart of a kind, by its own name or that of the facet it belongs to."""
    return charts_of(model).get(ALIASES.get(name, name))


def _all(model: type[models.Model]) -> Iterator[Chart]:
    if issubclass(model, Record):
        yield _over_time(model)
    house = getattr(model, "HOUSE_FIELDS", ("id",))
    own = [field for field in model._meta.get_fields() if field.name not in house]
    numbers = [field for field in own if _is_number(field)]
    yield from (_distribution(field) for field in numbers)
    yield from (_counts(field) for field in own if _is_code(field) or _points(field))
    yield from (_together(field) for field in own if field.many_to_many and field.concrete)
    yield from (_against(*pair) for pair in combinations(numbers, 2))
    names = {field.name for field in own}
    yield from (_sections(field) for field in own if _is_links(field) and "url" in names)


def _is_number(field: Any) -> bool:
    return field.concrete and isinstance(field, NUMBERS) and not field.choices


def _is_code(field: Any) -> bool:
    text = isinstance(field, models.CharField) and not field.unique
    return text and (bool(field.choices) or (field.max_length or SHORT + 1) <= SHORT)


def _points(field: Any) -> bool:
    named = field.is_relation and field.concrete and (field.many_to_one or field.many_to_many)
    return named and issubclass(field.related_model, Named | Record)


def _is_links(field: Any) -> bool:
    return isinstance(field, models.JSONField) and field.name == "links"


def _over_time(model: type[Record]) -> Chart:
    text = "How many rows were first seen on each day, and how many fields were found changed."
    return Chart("time", "Items and changes over time", text, Shape.DAYS, over_time(model))


def _distribution(field: Any) -> Chart:
    name, label = field.name, str(field.verbose_name)
    text = f"How many rows have a {label} within each range."
    read = distribution(name, whole=isinstance(field, models.IntegerField))
    return Chart(name, f"Distribution of {label}", text, Shape.HISTOGRAM, read, name)


def _counts(field: Any) -> Chart:
    name, label = field.name, str(field.verbose_name)
    path = f"{name}__{field.related_model.NATURAL_KEY}" if field.is_relation else name
    text = f"How many rows there are of each {label}, the most frequent first."
    return Chart(name, f"Rows by {label}", text, Shape.BARS, counts(name, path), name)


def _together(field: Any) -> Chart:
    name, label = field.name, str(field.verbose_name)
    text = f"Which {label} stand on the same rows: the wider the band, the more rows bear both."
    title = f"{label.capitalize()} that occur together"
    return Chart(f"{name}-together", title, text, Shape.CHORD, together(name), name)


def _against(x: Any, y: Any) -> Chart:
    title = f"{str(y.verbose_name).capitalize()} against {x.verbose_name}"
    text = f"How many rows stand at each {x.verbose_name} and {y.verbose_name}."
    whole = tuple(isinstance(each, models.IntegerField) for each in (x, y))
    read = against(x.name, y.name, whole=(whole[0], whole[1]))
    return Chart(f"{y.name}-against-{x.name}", title, text, Shape.GRID, read)


def _sections(field: Any) -> Chart:
    text = "Which sections of a site link to which: a section is the first folder of an address."
    return Chart(
        "links",
        "Sections that link each other",
        text,
        Shape.CHORD,
        sections("url", field.name),
        "links",
    )
