"""Telling the database which index to take, where we know and it can only guess.

Before its rows are read, a view's rows are counted up to 10,000. A view of more is read along its
order: fifty that fit are soon met. A view of fewer is found by its conditions, and then sorted.
SQLite guesses without looking at values, and sorts 200,000 rows for a page of fifty.
"""

from typing import Any

from django.db import connections, models
from django.db.models import F, Q
from django.db.models.functions import Coalesce


def unindexed(path: str) -> Coalesce:
    """Return a column as an expression that no index holds."""
    return Coalesce(F(path), F(path))


def along_the_order(
    rows: models.QuerySet[Any], name: str, condition: Q
) -> tuple[models.QuerySet[Any], Q]:
    """Return a condition that is checked row by row; PostgreSQL guesses better than that."""
    if connections[rows.db].vendor == "postgresql":
        return rows, condition
    alias = f"_{name}"
    return rows.alias(**{alias: unindexed(name)}), _renamed(condition, name, alias)


def _renamed(condition: Q, name: str, alias: str) -> Q:
    renamed = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        if isinstance(child, Q):
            renamed.children.append(_renamed(child, name, alias))
        else:
            path, value = child  # type: ignore[misc]
            renamed.children.append((path.replace(name, alias, 1), value))
    return renamed
