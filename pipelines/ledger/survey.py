"""Looks at the whole frontier: what is left, what nobody has, what is ours to fetch.

All of it runs in the writer's thread.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import Now

from pipelines import workers
from pipelines.ledger.visits import Host, Pending
from webapp.crawls.models import HostLease, Visit, Worker

REMEMBERED = 20_000  # URLs that are read at once
COLUMNS = ("fingerprint", "url", "method", "payload", "priority", "host", "deaths")


@dataclass(slots=True)
class Survey:
    """What was found. `surplus`: so many hosts should be given to workers that have fewer."""

    is_shared: bool = False
    gained: list[Host] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)  # ours, of which something is pending
    surplus: int = 0
    is_over: bool = False  # nothing is pending or leased, whoever has it


def survey(job: int, worker: int, *, at_rest: bool) -> Survey:
    """Take over from the dead, take a fair share of the hosts, and say what was found.

    `at_rest`: this worker has nothing to do, so it asks whether anything is left at all.
    """
    workers.declare_lost(job)
    found = Survey()
    others = workers.working(job).exclude(pk=worker).count()
    found.is_shared = bool(others)
    room = None
    if others:
        room, found.surplus = _share(job, others + 1, worker)
    found.gained = _take(job, worker, room)
    if others or at_rest:
        found.waiting = _waiting(job, worker)
    found.is_over = at_rest and not _open(job).exists()
    return found


def _open(job: int) -> QuerySet[Visit]:
    return Visit.objects.filter(job=job, state__in=Visit.OPEN)


def _share(job: int, count: int, worker: int) -> tuple[int, int]:
    """Return how many more hosts a worker may have, and how many it should give.

    No worker of so many has more than its share, rounded up; while one has less than its share,
    rounded down, the others keep no more than that.
    """
    busy = HostLease.objects.filter(Exists(_open(job).filter(host=OuterRef("host"))), job=job)
    rows = busy.order_by().values_list("worker").annotate(n=Count("pk"))
    counts: dict[int | None, int] = dict(rows)
    everything, mine = sum(counts.values()), counts.get(worker, 0)
    least, most = everything // count, ceil(everything / count)
    of_others = [n for each, n in counts.items() if each not in {None, worker}]
    # Who has none is in no row.
    of_others += [0] * (count - 1 - len(of_others))
    lacking = sum(max(least - n, 0) for n in of_others)
    surplus = max(mine - most, min(mine - least, lacking), 0)
    return max(most - mine, 0), surplus


def _take(job: int, worker: int, most: int | None) -> list[Host]:
    """Lease hosts that have work and no worker, at most so many."""
    if most is not None and most <= 0:
        return []
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        work = _open(job).filter(host=OuterRef("host"))
        free = HostLease.objects.filter(Exists(work), job=job, worker=None).order_by("host")
        chosen = list(free.annotate(clock=Now()).select_for_update(skip_locked=skip)[:most])
        if chosen:
            taken = HostLease.objects.filter(pk__in=[each.pk for each in chosen])
            taken.update(worker=worker)
    return [Host(each.host, each.delay, _wait(each)) for each in chosen]


def _wait(host: Any) -> float:
    """Return the seconds until a host may be asked again, by the database's clock."""
    return 0 if host.next_at is None else max((host.next_at - host.clock).total_seconds(), 0)


def _waiting(job: int, worker: int) -> list[str]:
    work = _open(job).filter(state=Visit.State.PENDING, host=OuterRef("host"))
    mine = HostLease.objects.filter(Exists(work), job=job, worker=worker)
    return list(mine.values_list("host", flat=True))


def load(job: int, hosts: Iterable[str], most: int, *, lifo: bool) -> dict[str, list[Pending]]:
    """Return the pending requests of these hosts, at most so many of each: the next to be sent.

    They come in the order in which they were asked for.
    """
    order = ("-priority", "-rank" if lifo else "rank")
    found: dict[str, list[Pending]] = {}
    for host in sorted(hosts):
        rows = _open(job).filter(state=Visit.State.PENDING, host=host).order_by(*order)
        chosen = rows.values_list("rank", *COLUMNS)[:most]
        found[host] = [Pending(*row[1:]) for row in sorted(chosen)]
    return found


def keep_pace(job: int, worker: int, hosts: Sequence[Host]) -> None:
    """Write what the next worker of these hosts must know of their pace."""
    for host in hosts:
        HostLease.objects.filter(job=job, worker=worker, host=host.name).update(
            delay=host.delay, next_at=Now() + timedelta(seconds=host.wait)
        )


def give(job: int, worker: int, hosts: Sequence[Host]) -> None:
    """Let hosts go that nothing is on its way to."""
    with transaction.atomic():
        keep_pace(job, worker, hosts)
        mine = HostLease.objects.filter(job=job, worker=worker)
        mine.filter(host__in=[each.name for each in hosts]).update(worker=None)


def give_all(job: int, worker: int) -> None:
    """Let everything go at the end: what was leased and not sent is pending again."""
    with transaction.atomic():
        if not Worker.objects.select_for_update().filter(pk=worker, state="working").exists():
            return
        _open(job).filter(worker=worker).update(state=Visit.State.PENDING, worker=None)
        HostLease.objects.filter(job=job, worker=worker).update(worker=None)


class Remembered(NamedTuple):
    """A URL that was named before."""

    pk: int
    fingerprint: str
    url: str
    was_read: bool


def remembered(job: int, after: int) -> list[Remembered]:
    """Return the next URLs of a job, those with a primary key over `after`; at last none."""
    visits = Visit.objects.filter(job=job, pk__gt=after).order_by("pk")
    rows = visits.values_list("pk", "fingerprint", "url", "state")[:REMEMBERED]
    return [
        Remembered(pk, fingerprint, url, state == Visit.State.DONE)
        for pk, fingerprint, url, state in rows
    ]


def items_of(job: int) -> int:
    """Return how many items the pages of a job have given so far."""
    found: int = Visit.objects.filter(job=job).aggregate(n=Sum("items", default=0))["n"]
    return found
