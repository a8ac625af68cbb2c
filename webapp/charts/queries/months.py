"""Commits a month, stacked by who made them or where."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Max, Sum
from django.utils import timezone

from webapp.catalog.browse.keys import keys_of
from webapp.charts.answer import Answer
from webapp.charts.queries.naming import named

MONTHS = 240
LAYERS = 10
OTHERS = "all others"
YEAR = 12
Rows = models.QuerySet[Any]


def months(model: Any, name: str) -> Callable[[Rows], Answer]:
    """Count commits by month and by a layer: those with the most, and all others as one."""
    columns = ("month", name, "commits")

    def read(view: Rows) -> Answer:
        rows = model._default_manager.order_by()
        if view.query.where:
            rows = rows.filter(**{f"{name}__in": keys_of(view)})
        today = timezone.now().date()
        last = rows.filter(month__lte=today).aggregate(last=Max("month"))["last"]
        if last is None:
            return Answer(columns, [], _cut(rows, date.min, today, 0))
        since = _earlier(last, MONTHS - 1)
        shown = rows.filter(month__range=(since, last))
        sums = shown.values(name).annotate(commits=Sum("commits")).order_by("-commits", name)
        top = list(sums.values_list(name, flat=True)[:LAYERS])
        layers = _layers(shown, name, top)
        notes = _cut(rows, since, last, sums.count())
        return Answer(columns, layers, notes)

    return read


def _layers(shown: Rows, name: str, top: list[int]) -> list[tuple[Any, ...]]:
    totals = Counter(dict(shown.values_list("month").annotate(commits=Sum("commits"))))
    model: Any = shown.model._meta.get_field(name).related_model
    names = named(model._default_manager.filter(pk__in=top), OTHERS)
    of_top = shown.filter(**{f"{name}__in": top}).values_list("month", name, "commits")
    found = {(month, pk): count for month, pk, count in of_top}
    rest = totals - Counter()
    for (month, _), count in found.items():
        rest[month] -= count
    rows = [
        (month.isoformat()[:7], names[pk], found[month, pk])
        for month in sorted(totals)
        for pk in top
        if (month, pk) in found
    ]
    others = [(month.isoformat()[:7], OTHERS, count) for month, count in rest.items() if count]
    return sorted(rows + others, key=lambda row: row[0])


def _cut(rows: Rows, since: date, last: date, layers: int) -> list[str]:
    notes = []
    if layers > LAYERS:
        notes.append(f"Cut: the {LAYERS} with the most commits of {layers:,}; all others as one.")
    if before := _sum(rows.filter(month__lt=since)):
        notes.append(f"Cut: the last {MONTHS} months; {before:,} commits were made before.")
    # Clocks of authors are wrong now and then: one date must not move the chart by centuries.
    if after := _sum(rows.filter(month__gt=last)):
        notes.append(f"{after:,} commits are left out: their dates are still to come.")
    return notes


def _sum(rows: Rows) -> int:
    return rows.aggregate(commits=Sum("commits"))["commits"] or 0


def _earlier(month: date, number: int) -> date:
    """Return the month so many months before."""
    year, place = divmod(month.year * YEAR + month.month - 1 - number, YEAR)
    return date(year, place + 1, 1) if year > 0 else date.min
