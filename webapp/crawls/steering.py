"""Telling the database which index to take, where we know and it can only guess.

Before rows are read they are counted up to a limit. More than that are read along their order:
fifty that fit are soon met. Fewer are found by their conditions, and then sorted. SQLite guesses
without looking at values, and would sort 200,000 rows for a page of fifty.
"""

from copy import copy
from typing import Any

from django.db import connections, models
from django.db.models import F
from django.db.models.expressions import Col
from django.db.models.functions import Coalesce


def unindexed(path: str) -> Coalesce:
    """Return a column as an expression that no index holds."""
    return Coalesce(F(path), F(path))


def along(rows: models.QuerySet[Any], name: str) -> models.QuerySet[Any]:
    """Have conditions checked row by row, but those on the column that leads the order.

    PostgreSQL knows how many rows fit, and is left alone.
    """
    if connections[rows.db].vendor == "postgresql":
        return rows
    found = rows.all()
    found.query.where = _checked(found.query.where, name)
    return found


def _checked(node: Any, name: str) -> Any:
    children = []
    for child in node.children:
        if hasattr(child, "children"):
            children.append(_checked(child, name))
            continue
        lhs = getattr(child, "lhs", None)
        if isinstance(lhs, Col) and lhs.target.name != name:
            child = copy(child)  # noqa: PLW2901 -- other querysets share it
            child.lhs = Coalesce(lhs, lhs)
        children.append(child)
    return node.create(children=children, connector=node.connector, negated=node.negated)
