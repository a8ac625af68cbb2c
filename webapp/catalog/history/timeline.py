"""What changed of a row, newest first, and its numbers over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString

from webapp.catalog.browse.column import Column
from webapp.catalog.browse.kind import Kind
from webapp.catalog.browse.spark import line
from webapp.catalog.history.difference import decimal_of, difference
from webapp.catalog.models import Change
from webapp.crawls.models import Job

MOST = 200  # changes that are read
SHOWN = 50


@dataclass(frozen=True)
class Moment:
    """What one job found different at one time."""

    at: datetime
    job: Job | None
    changes: list[tuple[str, SafeString]]


@dataclass(frozen=True)
class Series:
    """A number over time."""

    column: Column
    points: list[tuple[datetime, Decimal]]

    @property
    def drawing(self) -> SafeString:
        return line([(at.timestamp(), float(value)) for at, value in self.points])

    @property
    def low(self) -> Decimal:
        return min(value for _, value in self.points)

    @property
    def high(self) -> Decimal:
        return max(value for _, value in self.points)


def changes_of(kind: Kind, row: Any, before: int | None) -> list[Change]:
    """Return the last changes of a row; those older than one if it is named."""
    found = Change.objects.filter(kind=kind.label, record_id=row.pk)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.select_related("job").defer("job__stats").order_by("-pk")[:MOST])


def moments(kind: Kind, changes: Sequence[Change]) -> list[Moment]:
    """Gather changes that were found together."""
    return [
        Moment(at, of[0].job, [(_label(kind, c), _shown(kind, c)) for c in reversed(of)])
        for (at, _), group in groupby(changes[:SHOWN], lambda change: (change.at, change.job_id))
        if (of := list(group))
    ]


def _label(kind: Kind, change: Change) -> str:
    column = kind.columns.get(change.field)
    return column.label if column else change.field


def _shown(kind: Kind, change: Change) -> SafeString:
    return difference(kind.columns.get(change.field), change.old, change.new)


def series(kind: Kind, row: Any, changes: Sequence[Change]) -> list[Series]:
    """Return each number's values over time, as far as its changes were read."""
    found = []
    for column in kind.own:
        mine = [change for change in reversed(changes) if change.field == column.name]
        if not column.is_number or not mine:
            continue
        start = (min(row.first_seen, mine[0].at), decimal_of(mine[0].old))
        steps = [start, *((change.at, decimal_of(change.new)) for change in mine)]
        points = [(at, value) for at, value in steps if value is not None]
        if len(points) > 1:
            found.append(Series(column, points))
    return found
