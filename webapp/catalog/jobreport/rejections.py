"""What a job could not store, by reason, with what a page said."""

from collections import Counter
from dataclasses import dataclass

from django.db.models.functions import Left
from django.utils.safestring import SafeString

from webapp.catalog.browse.counts import MOST, Count
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


def reasons_of(job: Job) -> list[Reason]:
    """Return the reasons of a job's rejections, the most frequent first."""
    of_job = Rejection.objects.filter(job=job)
    rows = of_job.order_by("-pk").values_list("pk", "kind", "field", "reason")[: MOST + 1]
    met: Counter[tuple[str, str, str]] = Counter()
    sample: dict[tuple[str, str, str], int] = {}
    for pk, *names in rows:
        key = (names[0], names[1], names[2])
        met[key] += 1
        sample.setdefault(key, pk)
    shown = met.most_common(REASONS)
    chosen = of_job.filter(pk__in=[sample[key] for key, _ in shown])
    said = {pk: (url, raw) for pk, url, raw in chosen.values_list("pk", "url", Left("raw", RAW))}
    more = sum(met.values()) > MOST
    return [
        Reason(*key, Count(n, more=more), *said.get(sample[key], ("", ""))) for key, n in shown
    ]
