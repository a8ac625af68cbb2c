"""A column of a kind, described by the model's own field."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.text import capfirst


class Sort(StrEnum):
    """What a column holds, as far as browsing has to tell it apart."""

    LINE = "line"  # a line of text
    TEXT = "text"  # text of any length
    URL = "url"
    CHOICE = "choice"
    FLAG = "flag"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    RELATION = "relation"
    LIST = "list"  # many rows of another kind
    JSON = "json"


@dataclass(frozen=True)
class Column:
    """One field of a model. `indexed`: a big table can be sorted and counted by it."""

    name: str
    field: Any
    sort: Sort
    indexed: bool

    @property
    def label(self) -> str:
        """Its name as people read it."""
        return capfirst(str(self.field.verbose_name))

    @property
    def is_number(self) -> bool:
        return self.sort is Sort.NUMBER

    @property
    def is_dated(self) -> bool:
        return self.sort in {Sort.DATE, Sort.MOMENT}

    @property
    def is_ranged(self) -> bool:
        """Whether "from … to" is a question that it answers."""
        return self.is_number or self.is_dated

    @property
    def is_related(self) -> bool:
        return self.sort in {Sort.RELATION, Sort.LIST}

    @property
    def is_comparable(self) -> bool:
        """Whether rows can be chosen by a whole value of it, and sorted by it."""
        return self.sort not in {Sort.TEXT, Sort.JSON}

    @property
    def is_sortable(self) -> bool:
        return self.is_comparable and self.sort is not Sort.LIST

    @cached_property
    def target(self) -> Any:
        """The model that a relation leads to."""
        return self.field.related_model

    @property
    def path(self) -> str:
        """The lookup of what a person calls its value: a relation is called by its natural key."""
        if not self.is_related:
            return self.name
        return f"{self.name}__{getattr(self.target, 'NATURAL_KEY', 'pk')}"

    @property
    def value_field(self) -> Any:
        """The field at the end of `path`."""
        if not self.is_related:
            return self.field
        meta = self.target._meta
        name = self.path.partition("__")[2]
        return meta.pk if name == "pk" else meta.get_field(name)

    @property
    def choices(self) -> dict[Any, str]:
        return {value: str(label) for value, label in self.field.flatchoices}


SORTS: tuple[tuple[type[Any], Sort], ...] = (
    (models.ForeignKey, Sort.RELATION),
    (models.ManyToManyField, Sort.LIST),
    (models.JSONField, Sort.JSON),
    (models.TextField, Sort.TEXT),
    (models.BooleanField, Sort.FLAG),
    (models.DateTimeField, Sort.MOMENT),
    (models.DateField, Sort.DATE),
    (models.IntegerField, Sort.NUMBER),
    (models.DecimalField, Sort.NUMBER),
    (models.FloatField, Sort.NUMBER),
    (models.URLField, Sort.URL),
)


def sort_of(field: Any) -> Sort:
    """Say what a field holds; what is not known is read as a line of text."""
    if getattr(field, "choices", None):
        return Sort.CHOICE
    for kind, sort in SORTS:
        if isinstance(field, kind):
            return sort
    is_address = field.name == "url" or field.name.endswith("_url")
    return Sort.URL if is_address else Sort.LINE


def column_of(model: type[models.Model], field: Any) -> Column:
    """Describe a field of a model."""
    return Column(field.name, field, sort_of(field), indexed=_leads(model, field))


def _leads(model: type[models.Model], field: Any) -> bool:
    """Moments hardly ever agree; of others the index must have the row's number too."""
    pairs = {tuple(index.fields[:2]) for index in model._meta.indexes}
    if (field.name, "id") in pairs or field.unique:
        return True
    return isinstance(field, models.DateTimeField) and bool(getattr(field, "db_index", False))
