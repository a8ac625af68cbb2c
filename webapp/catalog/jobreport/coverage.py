"""How full the fields are of what a job read."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.catalog.browse.addresses import list_url
from webapp.catalog.browse.column import Column
from webapp.catalog.browse.counts import Count
from webapp.catalog.browse.kind import Kind, kind_labelled
from webapp.crawls.coverage import counted
from webapp.crawls.models import Job


@dataclass(frozen=True)
class Coverage:
    """The items of a kind, and for each column the share that has a value, in per cent."""

    kind: Kind
    count: Count
    address: str
    columns: list[tuple[Column, int]]


def coverage_of(job: Job) -> list[Coverage]:
    """Return what the job's workers counted: items that were stored, or found unchanged."""
    return [
        Coverage(
            kind,
            Count(items),
            list_url(kind.model, f"?job={job.pk}"),
            _shares(kind, items, filled),
        )
        for label, (items, filled) in sorted(counted(job).items())
        if (kind := kind_labelled(label)) and items
    ]


def _shares(kind: Kind, items: int, filled: Mapping[str, int]) -> list[tuple[Column, int]]:
    return [
        (column, round(filled[column.name] * 100 / items))
        for column in kind.own
        if column.name in filled
    ]
