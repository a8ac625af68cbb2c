"""A row as JSON: every value under its column, relations nested."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from webapp.catalog.browse.addresses import row_url
from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.browse.kind import Kind
from webapp.catalog.exports.jsonfile import nested

LONG = {Sort.TEXT, Sort.JSON}


def brief(kind: Kind) -> list[Column]:
    """Return the columns of a list: all but long ones, which may be megabytes."""
    return [column for column in kind.columns.values() if column.sort not in LONG]


def joined(
    kind: Kind, rows: models.QuerySet[Any], columns: Iterable[Column]
) -> models.QuerySet[Any]:
    """Read with rows what their columns point at; long columns nobody asked for stay away."""
    asked = list(columns)
    one = [column.name for column in asked if column.sort is Sort.RELATION]
    many = [column.name for column in asked if column.sort is Sort.LIST]
    long = [c.name for c in kind.columns.values() if c.sort in LONG and c not in asked]
    return rows.select_related(*one).prefetch_related(*many).defer(*long)


def as_json(kind: Kind, row: Any, columns: Sequence[Column]) -> dict[str, Any]:
    """Describe a row."""
    return {
        "id": row.pk,
        "kind": kind.slug,
        "key": str(getattr(row, kind.key)),
        "page": row_url(row),
        "fields": nested(columns, row),
    }
