"""What a job could not store, by reason, with what a page said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils.safestring import SafeString

from webapp.catalog.browse.counts import MOST, Count
from webapp.catalog.jobreport.groups import Group
from webapp.crawls.admin.links import outside
from webapp.crawls.admin.text import block
from webapp.crawls.models import Job, Rejection

REASONS = 20
RAW = 300  # characters of a sample


@dataclass(frozen=True)
class Reason:
    """One reason, how often it was met, and the last that met it."""

    kind: str
    field: str
    reason: str
    count: Count
    url: str
    raw: str

    @property
    def link(self) -> SafeString | str:
        return outside(self.url, 120)

    @property
    def said(self) -> SafeString | str:
        return block(self.raw)


def rejections_of(job: Job) -> QuerySet[Any]:
    """Return a job's rejections as they are grouped, the last ones first."""
    rows = Rejection.objects.filter(job=job).order_by("-pk")
    return rows.values_list("pk", "kind", "field", "reason")


def reasons_of(groups: Sequence[Group]) -> list[Reason]:
    """Return the reasons of rejections, the most frequent first."""
    if not groups:
        return []
    shown = groups[:REASONS]
    chosen = Rejection.objects.filter(pk__in=[group.last for group in shown])
    said = {pk: (url, raw) for pk, url, raw in chosen.values_list("pk", "url", Left("raw", RAW))}
    more = sum(group.number for group in groups) > MOST
    return [
        Reason(*group.names, Count(group.number, more=more), *said.get(group.last, ("", "")))
        for group in shown
    ]
