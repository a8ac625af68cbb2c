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

    PostgreSQL knows how many rows fit, and is left alone. What a job wrote lies together in time,
    and is not met soon by who reads along it.
    """
    if connections[rows.db].vendor == "postgresql":
        return rows
    found = rows.all()
    field = rows.model._meta.pk if name == "pk" else rows.model._meta.get_field(name)
    kept = {field.name, "job"} if isinstance(field, models.DateTimeField) else {field.name}
    found.query.where = _checked(found.query.where, kept)
    # Conditions on a relation leave an inner join behind, and SQLite would begin with its table.
    uses = found.query.alias_refcount
    found.query.promote_joins({alias for alias, number in uses.items() if not number})
    return found


def _checked(node: Any, kept: set[str]) -> Any:
    children = []
    for child in node.children:
        if hasattr(child, "children"):
            children.append(_checked(child, kept))
            continue
        lhs = getattr(child, "lhs", None)
        if isinstance(lhs, Col) and lhs.target.name not in kept:
            child = copy(child)  # noqa: PLW2901 -- other querysets share it
            child.lhs = Coalesce(lhs, lhs)
        children.append(child)
    return node.create(children=children, connector=node.connector, negated=node.negated)
