"""What a facet calls the rows that a relation names: a key is an address at times."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Value

from webapp.catalog.browse.cells import LABEL
from webapp.catalog.browse.facet import Facet
from webapp.catalog.browse.kind import kind_of
from webapp.crawls.admin.text import short


def call_by_name(facets: Sequence[Facet]) -> None:
    """Label entries by their rows' leading column; one question for all facets, or none."""
    asked = [_named(facet) for facet in facets if _is_called_otherwise(facet)]
    if not asked:
        return
    first, *others = asked
    names = {(column, key): name for column, key, name in first.union(*others, all=True)}
    for facet in facets:
        column = facet.column.name
        facet.entries = [
            replace(entry, label=short(name, LABEL))
            if (name := names.get((column, entry.chosen.get(column, ""))))
            else entry
            for entry in facet.entries
        ]


def _is_called_otherwise(facet: Facet) -> bool:
    target = facet.column.target if facet.column.is_related else None
    if target is None or not hasattr(target, "NATURAL_KEY"):
        return False
    return bool(facet.entries) and kind_of(target).lead.name != target.NATURAL_KEY


def _named(facet: Facet) -> Any:
    target, column = facet.column.target, facet.column.name
    keys = [entry.chosen[column] for entry in facet.entries if column in entry.chosen]
    rows = target._default_manager.order_by().filter(**{f"{target.NATURAL_KEY}__in": keys})
    return rows.values_list(Value(column), target.NATURAL_KEY, kind_of(target).lead.name)
