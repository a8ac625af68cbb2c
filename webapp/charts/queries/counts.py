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
        return Answer(columns, shown, notes, [_chosen(name, value) for value, _ in found[:MOST]])

    return read


def _chosen(name: str, value: Any) -> Any:
    """Return the parameter of a view of one value; no view can be asked for an empty text."""
    if value is None:
        return ((f"{name}__isnull", "1"),)
    if isinstance(value, bool):
        return ((name, "1" if value else "0"),)
    return ((name, str(value)),) if value != "" else None
