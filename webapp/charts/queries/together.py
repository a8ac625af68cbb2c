"""Labels that occur together: the chord of tags."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Count, F, FilteredRelation, Q

from webapp.charts.answer import Answer

MOST = 24
Rows = models.QuerySet[Any]


def together(name: str) -> Callable[[Rows], Answer]:
    """Count for each two of the most used labels how many rows bear both."""
    columns = ("one", "other", "rows")

    def read(rows: Rows) -> Answer:
        groups = rows.filter(**{f"{name}__isnull": False}).order_by().values(name)
        counted = groups.annotate(count=Count("pk")).order_by("-count", name)
        top = list(counted.values_list(name, flat=True)[: MOST + 1])
        notes = []
        if len(top) > MOST:
            notes = [f"Cut: the {MOST} most used of {groups.distinct().count():,} labels."]
        names = _names(rows, name, top[:MOST])
        pairs = [(names[a], names[b], n) for a, b, n in _pairs(rows, name, list(names))]
        return Answer(columns, sorted(pairs, key=lambda pair: (-pair[2], *pair[:2])), notes)

    return read


def _names(rows: Rows, name: str, keys: list[int]) -> dict[int, str]:
    labels: Any = rows.model._meta.get_field(name).related_model
    return {label.pk: str(label) for label in labels._default_manager.filter(pk__in=keys)}


def _pairs(rows: Rows, name: str, keys: list[int]) -> Rows:
    chosen = Q(**{f"{name}__pk__in": keys})
    one, other = (FilteredRelation(name, condition=chosen) for _ in range(2))
    both = rows.order_by().annotate(one=one, other=other)
    apart = both.filter(one__pk__isnull=False, other__pk__gt=F("one__pk"))
    return apart.values_list("one__pk", "other__pk").annotate(count=Count("pk"))
