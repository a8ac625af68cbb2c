"""The parameters of a kind's rows, as OpenAPI describes them: each column, and what it takes."""

from copy import deepcopy
from typing import Any

from django.db import models

from webapp.catalog.api.filters import filters_of
from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.browse.filter import BIGGEST, LONGEST, PRESETS
from webapp.catalog.browse.kind import Kind

Described = dict[str, Any]
TEXT = {"type": "string", "maxLength": LONGEST, "pattern": r"^[^\u0000]*$"}
FLAG = {"type": "string", "enum": ["0", "1"]}
WHOLE = {"type": "integer", "minimum": -BIGGEST, "maximum": BIGGEST}
NUMBER = {"type": "string", "pattern": r"^-?[0-9]{1,9}(\.[0-9]{1,6})?$"}
DAY = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "enum": [*PRESETS]}]}


def operation_of(kind: Kind, general: Described) -> Described:
    """Return the description of the rows of one kind, made of that of any kind's rows."""
    own = deepcopy(general)
    described = own["get"]
    described["operationId"] += f"_{kind.slug}"
    described["summary"] = f"Rows of {kind.plural.lower()}"
    kept = [each for each in described["parameters"] if each["name"] not in {"kind", "filters"}]
    for each in kept:
        if each["name"] == "column":
            each["schema"]["items"] = {"type": "string", "enum": [*kind.columns]}
        if each["name"] == "sort":
            each["schema"] |= {"enum": _orders(kind)}
    described["parameters"] = kept + [
        _filter(column, name) for column in kind.columns.values() for name in filters_of(column)
    ]
    return own


def _orders(kind: Kind) -> list[str]:
    names = [column.name for column in kind.columns.values() if column.is_sortable]
    return ["", *names, *(f"-{name}" for name in names)]


def _filter(column: Column, name: str) -> Described:
    schema = FLAG if name.endswith("__isnull") else _values(column)
    end = {"__gte": "from", "__lte": "up to", "__isnull": "1: has none, 0: has one"}
    said = next((words for mark, words in end.items() if name.endswith(mark)), "is")
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": f"{column.label}: {said}",
        "schema": schema,
    }


def _values(column: Column) -> Described:
    """Say what a column is compared with."""
    if column.is_dated:
        return DAY
    if column.sort is Sort.FLAG:
        return FLAG
    if column.is_number:
        return WHOLE if isinstance(column.field, models.IntegerField) else NUMBER
    if column.path.endswith("__pk"):
        return WHOLE | {"minimum": 0}
    return TEXT
