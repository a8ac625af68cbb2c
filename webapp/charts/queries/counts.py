"""How often each value occurs."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Count

from webapp.charts.answer import Answer
from webapp.charts.queries.scope import apart

MOST = 30
Rows = models.QuerySet[Any]


def counts(name: str, label: str) -> Callable[[Rows], Answer]:
    """Count rows by a value, or by the name of what they point at; the most frequent first."""
    columns = (name, "rows")

    def read(view: Rows) -> Answer:
        rows = apart(view)
        groups = rows.order_by().values(label).annotate(count=Count("pk"))
        found = list(groups.order_by("-count", label).values_list(label, "count")[: MOST + 1])
        notes = []
        if len(found) > MOST:
            notes = [f"Cut: the {MOST} most frequent of {groups.count():,} values."]
        shown = [("none" if value in {None, ""} else value, n) for value, n in found[:MOST]]
        return Answer(columns, shown, notes)

    return read
