"""What became of a job's URLs.

Up to 10,000 are counted one by one. Of more, the hosts have kept the sums; what failed or was
refused is still counted by its fate, the rest by its state.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Sum

from webapp.catalog.browse.counts import MOST, Count
from webapp.crawls.fates import meaning
from webapp.crawls.models import HostLease, Job, Visit

TROUBLE = (Visit.State.FAILED, Visit.State.REFUSED)


@dataclass(frozen=True)
class Fate:
    """How many URLs had one fate."""

    state: str
    fate: str
    count: Count

    @property
    def meaning(self) -> str:
        return meaning(self.fate)


@dataclass(frozen=True)
class Fates:
    """All of them."""

    rows: list[Fate]
    total: Count


def fates_of(job: Job) -> Fates:
    """Count a job's URLs by state and fate."""
    visits = Visit.objects.filter(job=job).order_by()
    met = list(visits.values_list("state", "fate")[: MOST + 1])
    if len(met) <= MOST:
        rows = _rows(Counter(met))
        return Fates(rows, Count(len(met)))
    sums = HostLease.objects.filter(job=job).aggregate(
        done=Sum("done"), failed=Sum("failed"), refused=Sum("refused")
    )
    trouble = list(visits.filter(state__in=TROUBLE).values_list("state", "fate")[: MOST + 1])
    rows = [Fate(Visit.State.DONE, "", Count(sums["done"] or 0))]
    rows += _rows(Counter(trouble), more=len(trouble) > MOST)
    ended = sum(number or 0 for number in sums.values())
    return Fates(rows, Count(ended, more=job.state == Job.State.RUNNING))


def _rows(met: Counter[tuple[str, str]], *, more: bool = False) -> list[Fate]:
    ordered = sorted(met.items(), key=lambda pair: (pair[0][0], -pair[1]))
    return [Fate(state, fate, Count(n, more=more)) for (state, fate), n in ordered]
