"""Items and changes over time."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, DateField, Func, Max, Min
from django.utils import timezone

from webapp.catalog.browse.keys import keys_of
from webapp.catalog.models import Change, Record
from webapp.charts.answer import Answer
from webapp.crawls.steering import along

DAYS = 366
COLUMNS = ("day", "first seen", "changes")
Rows = models.QuerySet[Any]


class Day(Func):
    """The day of a moment, in UTC, without a Python function for each row."""

    output_field = DateField()
    template = "CAST(%(expressions)s AT TIME ZONE 'UTC' AS date)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps moments as text that begins with the day."""
        template = "SUBSTR(%(expressions)s, 1, 10)"
        return self.as_sql(compiler, connection, template=template, **context)


def over_time(model: type[Record]) -> Callable[[Rows], Answer]:
    """Count what was first seen, and every field that was found changed, by day."""

    def read(rows: Rows) -> Answer:
        changes: Rows = Change.objects.filter(kind=model._meta.label)
        if rows.query.where:
            changes = changes.filter(record_id__in=keys_of(rows))
        else:  # not row after row of the kind, for its millions of changes
            changes = along(changes, "at")
        first = rows.aggregate(low=Min("first_seen"), high=Max("first_seen"))
        edits = changes.aggregate(low=Min("at"), high=Max("at"))
        if first["high"] is None:
            return Answer(COLUMNS, [])
        last = max(each["high"] for each in (first, edits) if each["high"]).date()
        since = max(
            min(each["low"] for each in (first, edits) if each["low"]).date(),
            last - timedelta(days=DAYS - 1),
        )
        begin = datetime.combine(since, time(), timezone.get_default_timezone())
        seen = _by_day(rows.filter(first_seen__gte=begin), "first_seen")
        changed = _by_day(changes.filter(at__gte=begin), "at")
        days = [since + timedelta(days=n) for n in range((last - since).days + 1)]
        table = [(day.isoformat(), seen.get(day, 0), changed.get(day, 0)) for day in days]
        cut = first["low"].date() < since or bool(edits["low"] and edits["low"].date() < since)
        notes = [f"Cut: the last {DAYS} days; there are rows and changes before."] if cut else []
        counted = [(("first_seen", day),) for day, *_ in table]
        return Answer(COLUMNS, table, notes, counted, linked=1)

    return read


def _by_day(rows: Rows, name: str) -> dict[date, int]:
    groups = rows.order_by().annotate(day=Day(name)).values("day").annotate(count=Count("pk"))
    return dict(groups.values_list("day", "count"))
