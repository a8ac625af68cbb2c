"""What became of a job's URLs.

Up to 10,000 are counted one by one. Of more, the hosts have kept the sums; what failed or was
refused is still counted by its fate, the rest by its state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Value

from webapp.catalog.browse.counts import MOST, Count
from webapp.catalog.jobreport.groups import Group
from webapp.crawls.fates import meaning
from webapp.crawls.models import Job, Visit

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


def visits_of(job: Job) -> QuerySet[Any]:
    """Return a job's visits as they are grouped."""
    rows = Visit.objects.filter(job=job).order_by()
    return rows.values_list("pk", "state", "fate", Value(""))


def trouble_of(job: Job) -> QuerySet[Any]:
    """Return those of them that failed or were refused."""
    return visits_of(job).filter(state__in=TROUBLE)


def fates_of(job: Any, visits: Sequence[Group], trouble: Sequence[Group]) -> Fates:
    """Count URLs by state and fate; `job` has the sums of its hosts as `hosts_<state>`."""
    met = sum(group.number for group in visits)
    if met <= MOST:
        return Fates(_rows(visits), Count(met))
    failed = sum(group.number for group in trouble)
    rows = [Fate(Visit.State.DONE, "", Count(job.hosts_done or 0))]
    rows += _rows(trouble, more=failed > MOST)
    sums = (job.hosts_done, job.hosts_failed, job.hosts_refused)
    ended = sum(number or 0 for number in sums)
    return Fates(rows, Count(ended, more=job.state == Job.State.RUNNING))


def _rows(groups: Sequence[Group], *, more: bool = False) -> list[Fate]:
    ordered = sorted(groups, key=lambda group: (group.names[0], -group.number))
    return [
        Fate(group.names[0], group.names[1], Count(group.number, more=more)) for group in ordered
    ]
