"""What can be browsed of a kind. All of it follows from the model's fields.

A model may say otherwise in a few lines: `COLUMNS` are those a list begins with, `FACETS` those at
its side, `SEARCHED` those whose words are found.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.text import capfirst, slugify

from webapp.catalog.browse.column import Column, Sort, column_of
from webapp.catalog.kinds import kinds

HIDDEN = {"id", "content_hash"}
MOST_COLUMNS = 6  # that a list begins with
SHORT = 64  # characters: codes and digests, whose words nobody seeks
HOUSE = ("first_seen", "changed", "job")


@dataclass(frozen=True, eq=False)
class Kind:
    """A model that can be browsed."""

    model: Any
    columns: dict[str, Column]

    @property
    def label(self) -> str:
        """The name that Change rows and the API know it by."""
        return str(self.model._meta.label)

    @property
    def slug(self) -> str:
        """Its part of an address."""
        return slugify(str(self.model._meta.verbose_name_plural))

    @property
    def name(self) -> str:
        return capfirst(str(self.model._meta.verbose_name))

    @property
    def plural(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def key(self) -> str:
        """The natural key's field."""
        return str(self.model.NATURAL_KEY)

    @property
    def own(self) -> list[Column]:
        """What the pages say, without what the house notes."""
        return [column for column in self.columns.values() if column.name not in HOUSE]

    @property
    def shown_first(self) -> list[Column]:
        """The columns that a list begins with."""
        named = getattr(self.model, "COLUMNS", None)
        if named:
            return [self.columns[name] for name in named]
        plain = [c for c in self.own if c.sort not in {Sort.TEXT, Sort.JSON, Sort.URL}]
        key = self.columns.get(self.key)
        lead = [self.lead] if key is None or self.lead is not key else [key]
        first = lead + [column for column in plain if column not in lead]
        changed = [self.columns["changed"]] if "changed" in self.columns else []
        return first[:MOST_COLUMNS] + changed

    @property
    def lead(self) -> Column:
        """The column that a row is called by: title or name, else what is nearest to it."""
        for name in ("title", "name", "text"):
            if name in self.columns:
                return self.columns[name]
        return self.columns.get(self.key) or self.own[0]

    @property
    def facets(self) -> list[Column]:
        """The columns that rows are chosen by at the side of a list."""
        named = getattr(self.model, "FACETS", None)
        if named:
            return [self.columns[name] for name in named]
        wanted = {Sort.CHOICE, Sort.FLAG, Sort.NUMBER, Sort.DATE, Sort.MOMENT, Sort.LIST}
        return [
            column
            for column in self.columns.values()
            if column.sort in wanted or (column.sort is Sort.RELATION and column.name != "job")
        ]

    @property
    def searched(self) -> list[str]:
        """The fields whose words are found."""
        named = getattr(self.model, "SEARCHED", None)
        return list(named) if named else [c.name for c in self.own if self._has_words(c)]

    def _has_words(self, column: Column) -> bool:
        if column.sort is Sort.TEXT:
            return True
        is_key = column.name == self.key and column.field.editable
        long = (column.field.max_length or SHORT) >= SHORT if column.sort is Sort.LINE else False
        return is_key or long


@cache
def kind_of(model: type[models.Model]) -> Kind:
    """Describe a model."""
    fields = (*model._meta.concrete_fields, *model._meta.many_to_many)
    key = getattr(model, "NATURAL_KEY", "")
    columns = {
        field.name: column_of(model, field)
        for field in fields
        if field.name not in HIDDEN and not (field.name == key and not field.editable)
    }
    house = {name: columns.pop(name) for name in HOUSE if name in columns}
    return Kind(model, columns | house)


def browsable() -> list[Kind]:
    """Return every kind, in the order of their names."""
    return sorted(map(kind_of, kinds()), key=lambda kind: kind.plural)


def kind_called(slug: str) -> Kind | None:
    """Return the kind whose address has this part."""
    return next((kind for kind in browsable() if kind.slug == slug), None)


def kind_labelled(label: str) -> Kind | None:
    """Return the kind that Change rows call so; None where it has gone from the code."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    return kind_of(model) if model in kinds() else None
