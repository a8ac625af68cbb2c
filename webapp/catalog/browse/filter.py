"""One condition of a view: a column, how it is compared, and with what."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from webapp.catalog.browse.column import Column, Sort

# The end of a parameter's name → what is asked of the column.
LOOKUPS = {"": "is", "__gte": "from", "__lte": "to", "__isnull": "has no value"}
PRESETS = {"today": 0, "7d": 7, "30d": 30, "365d": 365}  # days back
LONGEST = 2000
MOST_DIGITS = 15
BIGGEST = 2**63 - 1


@dataclass(frozen=True)
class Filter:
    """What a parameter says. `texts` are its values as they stand in the address."""

    column: Column
    lookup: str
    texts: tuple[str, ...]

    @property
    def parameter(self) -> str:
        return f"{self.column.name}{self.lookup}"

    def values(self) -> list[Any]:
        """Return what its texts stand for; ValidationError for what cannot be read."""
        if self.lookup == "__isnull":
            return [_flag(self.texts[-1])]
        return [_value(self.column, text) for text in self.texts]

    def conditions(self) -> list[models.Q]:
        """Return conditions that all have to hold."""
        values = self.values()
        if self.lookup == "__isnull":
            return [models.Q(**{f"{self.column.name}__isnull": values[0]})]
        if self.lookup:
            return [self._bound(value) for value in values]
        if self.column.is_dated:
            return [self._day(text, value) for text, value in zip(self.texts, values, strict=True)]
        if self.column.sort is Sort.LIST:  # a row may have several: it must have each
            return [models.Q(**{self.column.path: value}) for value in values]
        if self.column.sort is Sort.RELATION and not self.column.path.endswith("__pk"):
            return [models.Q(**{f"{self.column.name}__in": self._named})]
        return [models.Q(**{f"{self.column.path}__in": values})]

    @cached_property
    def _named(self) -> list[Any]:
        """Return the numbers of the rows that have the natural keys it names.

        A join would hide from the database how many rows have them.
        """
        target = self.column.target
        rows = target._default_manager.filter(**{f"{target.NATURAL_KEY}__in": self.values()})
        return list(rows.order_by().values_list("pk", flat=True))

    def _bound(self, value: Any) -> models.Q:
        name = self.column.name
        if self.column.sort is not Sort.MOMENT:
            return models.Q(**{f"{name}{self.lookup}": value})
        if self.lookup == "__gte":
            return models.Q(**{f"{name}__gte": value})
        # A day is meant whole.
        return models.Q(**{f"{name}__lt": value + timedelta(days=1)})

    def _day(self, text: str, value: Any) -> models.Q:
        """Take a preset for a span up to now, a date for one day."""
        since = models.Q(**{f"{self.column.name}__gte": value})
        if text in PRESETS:
            return since
        return since & models.Q(**{f"{self.column.name}__lt": value + timedelta(days=1)})


def _flag(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValidationError("1 or 0 is expected")
    return text == "1"


def _value(column: Column, text: str) -> Any:
    if len(text) > LONGEST or "\0" in text:
        raise ValidationError("no value is so long, or holds such characters")
    if column.sort in {Sort.DATE, Sort.MOMENT}:
        return _date(column, text)
    if column.sort is Sort.NUMBER:
        return _number(column, text)
    if column.sort is Sort.FLAG:
        return _flag(text)
    if column.path.endswith("__pk"):
        return forms.IntegerField(min_value=0, max_value=2**63 - 1).clean(text)
    return text


def _number(column: Column, text: str) -> Any:
    if isinstance(column.field, models.IntegerField):
        return forms.IntegerField(min_value=-BIGGEST, max_value=BIGGEST).clean(text)
    if isinstance(column.field, models.FloatField):
        return forms.FloatField().clean(text)
    return forms.DecimalField(max_digits=MOST_DIGITS, decimal_places=6).clean(text)


def since(column: Column, preset: str) -> date | datetime:
    """Return where a preset span begins."""
    return _beginning(column, timezone.localdate() - timedelta(days=PRESETS[preset]))


def _date(column: Column, text: str) -> date | datetime:
    if text in PRESETS:
        return since(column, text)
    day = forms.DateField(input_formats=["%Y-%m-%d"]).clean(text)
    if day > date(9998, 12, 31):
        raise ValidationError("no date is so late")
    return _beginning(column, day)


def _beginning(column: Column, day: date) -> date | datetime:
    if column.sort is Sort.DATE:
        return day
    return datetime.combine(day, time.min, timezone.get_current_timezone())
