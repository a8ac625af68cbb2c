"""A row as plain values: numbers, days and text, a relation as its natural key."""

import json
from collections.abc import Sequence
from typing import Any

from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.exports.strict import strict
from webapp.crawls.models import Job

# What makes a spreadsheet take text for a formula, in a western or an eastern one.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
BETWEEN = "; "


def flat(columns: Sequence[Column], row: Any) -> list[Any]:
    """Return a row's values: None, bool, int, float, Decimal, date, datetime, text or a list."""
    return [_flat(column, getattr(row, column.name)) for column in columns]


def _flat(column: Column, value: Any) -> Any:
    if value is None:
        return None
    if column.sort is Sort.RELATION:
        return called(value)
    if column.sort is Sort.LIST:
        return [called(each) for each in value.all()]
    if column.sort is Sort.JSON:
        return json.dumps(strict(value), ensure_ascii=False)
    return value


def called(row: Any) -> Any:
    """Return what another row is called by: a job by its number."""
    return row.pk if isinstance(row, Job) else getattr(row, row.NATURAL_KEY)


def safe(value: Any) -> Any:
    """Return text that no spreadsheet runs; what is no text stays."""
    if isinstance(value, list):
        value = BETWEEN.join(map(str, value))
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA):
        return f"'{value}"
    return value
