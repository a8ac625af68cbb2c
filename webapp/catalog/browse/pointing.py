"""The rows of other kinds that name a row, as their lists."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from webapp.catalog.browse.addresses import list_url
from webapp.catalog.browse.counts import Count, counts
from webapp.catalog.browse.kind import Kind, kind_of
from webapp.catalog.browse.view import View
from webapp.catalog.kinds import kinds


@dataclass(frozen=True)
class Pointing:
    """A kind whose rows name the row, how many, and the address of their list."""

    kind: Kind
    count: Count
    address: str


def pointing_at(kind: Kind, row: Any) -> list[Pointing]:
    """Count the rows that name this one, up to 10,000 of each kind."""
    relations = [each for each in kind.model._meta.related_objects if not each.hidden]
    found = [
        (each.field, each.related_model) for each in relations if each.related_model in kinds()
    ]
    numbers = counts([_rows(field, model, row) for field, model in found])
    return [
        Pointing(kind_of(model), number, _address(field, model, getattr(row, kind.key)))
        for (field, model), number in zip(found, numbers, strict=True)
    ]


def _rows(field: Any, model: type[models.Model], row: Any) -> models.QuerySet[Any]:
    return model._default_manager.filter(**{field.name: row.pk})


def _address(field: Any, model: Any, key: str) -> str:
    view = View(kind_of(model), tuple(kind_of(model).shown_first))
    return list_url(model, view.with_filter(field.name, key).query())
