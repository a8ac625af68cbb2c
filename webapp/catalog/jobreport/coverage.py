"""How full the fields are of the rows that a job wrote last."""

from dataclasses import dataclass

from django.db.models import Count as CountOf
from django.db.models import Q

from webapp.catalog.browse.addresses import list_url
from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.browse.counts import Count, counts
from webapp.catalog.browse.kind import Kind, browsable
from webapp.crawls.models import Job

READ = 2_000  # rows of a kind are looked at


@dataclass(frozen=True)
class Coverage:
    """The rows of a kind, and for each column the share of those that have a value."""

    kind: Kind
    count: Count
    address: str
    columns: list[tuple[Column, int]]


def coverage_of(job: Job) -> list[Coverage]:
    """Look at the rows of each kind that a job wrote last."""
    kinds = [kind for kind in browsable() if "job" in kind.columns]
    numbers = counts([kind.model._default_manager.filter(job=job) for kind in kinds])
    return [
        Coverage(kind, count, list_url(kind.model, f"?job={job.pk}"), _shares(kind, job))
        for kind, count in zip(kinds, numbers, strict=True)
        if count.number
    ]


def _shares(kind: Kind, job: Job) -> list[tuple[Column, int]]:
    columns = [column for column in kind.own if column.sort is not Sort.LIST]
    rows = kind.model._default_manager.filter(job=job).order_by()
    full = {f"n_{c.name}": CountOf("pk", filter=_has_value(c)) for c in columns}
    found = rows[:READ].aggregate(every=CountOf("pk"), **full)
    every = found["every"] or 1
    return [(column, round(found[f"n_{column.name}"] * 100 / every)) for column in columns]


def _has_value(column: Column) -> Q:
    has = Q(**{f"{column.name}__isnull": False})
    is_text = column.sort in {Sort.LINE, Sort.TEXT, Sort.URL, Sort.CHOICE}
    return has & ~Q(**{column.name: ""}) if is_text else has
