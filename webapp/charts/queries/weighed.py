"""Commits by language, or by contributor."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count, Sum

from webapp.catalog.browse.keys import keys_of
from webapp.catalog.models import Contributor, ContributorLanguage, Language
from webapp.charts.answer import Answer
from webapp.charts.queries.leftout import left_out
from webapp.charts.queries.naming import addresses, named
from webapp.charts.queries.scale import plain

MOST = 40
MODELS: dict[str, Any] = {"contributor": Contributor, "language": Language}
EXACT = Decimal("0.0001")
Rows = models.QuerySet[Any]


def weighed(by: str, *, within: str) -> Callable[[Rows], Answer]:
    """Add up weights by one end of contributor and language, for a view of the other."""
    columns = (by, "commits", f"{within}s")

    def read(view: Rows) -> Answer:
        weights = ContributorLanguage.objects.order_by()
        if view.query.where:
            weights = weights.filter(**{f"{within}__in": keys_of(view)})
        groups = weights.values(by).annotate(weight=Sum("weight"), count=Count("pk"))
        ordered = groups.order_by("-weight", by).values_list(by, "weight", "count")
        found = list(ordered[: MOST + 1])
        notes = left_out(view) if within == "contributor" else []
        if len(found) > MOST:
            notes.append(f"Cut: the {MOST} with the most commits of {groups.count():,}.")
        found = found[:MOST]
        ends = MODELS[by].objects.in_bulk([pk for pk, *_ in found])
        names = named(ends.values())
        # SQLite adds decimals as floating-point numbers; what is beyond a weight's places is not.
        rows = [(names[pk], plain(sum_.quantize(EXACT)), n) for pk, sum_, n in found]
        return Answer(columns, rows, notes, links=addresses(ends[pk] for pk, *_ in found))

    return read
