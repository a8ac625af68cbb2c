"""The process's own row: its lease, and whose has ended. All of it runs in the writer's thread."""

import os
import socket
from datetime import timedelta
from functools import cache

import psutil
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Greatest, Now

from webapp.crawls.models import HostLease, Visit, Worker

# A URL that was in the hands of so many workers when they died is not tried again.
MOST_DEATHS = 3
KILLED_WORKER = "killed_worker"


def register(job: int, version: str, lease: float) -> int:
    """Write this process's row, with a lease of so many seconds; returns its primary key."""
    until = Now() + timedelta(seconds=lease)
    worker = Worker(
        job_id=job,
        host=_here(),
        pid=os.getpid(),
        born=_born(os.getpid()) or 0.0,
        version=version,
        until=until,
    )
    worker.save()
    return worker.pk


def renew(worker: int, lease: float) -> bool:
    """Lengthen the lease; False if the worker was declared lost."""
    until = Now() + timedelta(seconds=lease)
    return bool(Worker.objects.filter(pk=worker, state=Worker.State.WORKING).update(until=until))


def working(job: int) -> QuerySet[Worker]:
    """Select the workers of a job that have not ended and were not declared lost."""
    return Worker.objects.filter(job=job, state=Worker.State.WORKING)


def declare_lost(job: int) -> None:
    """Take everything from the workers of a job that are dead.

    Dead is whose lease has ended, or whose process is no more, if that was on this machine.
    """
    overdue = set(working(job).filter(until__lt=Now()).values_list("pk", flat=True))
    dead = {each.pk for each in working(job).filter(host=_here()) if not _lives(each)}
    for pk in sorted(overdue | dead):
        _declare(job, pk, overdue=pk not in dead)


def _declare(job: int, worker: int, *, overdue: bool) -> None:
    with transaction.atomic():
        found = Worker.objects.filter(pk=worker, state=Worker.State.WORKING)
        if overdue:  # it may have renewed its lease meanwhile
            found = found.filter(until__lt=Now())
        if not found.update(state=Worker.State.LOST, ended=Now()):
            return
        theirs = Visit.objects.filter(job=job, state=Visit.State.LEASED, worker=worker)
        _give_up(job, worker, theirs.filter(deaths__gte=MOST_DEATHS - 1))
        theirs.update(state=Visit.State.PENDING, deaths=F("deaths") + 1, worker=None, last=Now())
        _free_hosts(job, worker)


def let_go(job: int, worker: int) -> None:
    """Free what a worker still has that ends: one that is ended at once did not give it back."""
    theirs = Visit.objects.filter(job=job, state=Visit.State.LEASED, worker=worker)
    theirs.update(state=Visit.State.PENDING, worker=None, last=Now())
    _free_hosts(job, worker)


def _free_hosts(job: int, worker: int) -> None:
    # Its last request may have been sent just now: the next one keeps the distance.
    for host in HostLease.objects.filter(job=job, worker=worker).order_by("host"):
        soonest = Now() + timedelta(seconds=host.delay)
        HostLease.objects.filter(pk=host.pk).update(
            worker=None, next_at=Greatest(Coalesce(F("next_at"), Now()), soonest)
        )


def _give_up(job: int, worker: int, killers: QuerySet[Visit]) -> None:
    """Fail the pages that were read when their last worker died."""
    for host in list(killers.values_list("host", flat=True)):
        HostLease.objects.filter(job=job, host=host).update(failed=F("failed") + 1)
    failed = killers.update(
        state=Visit.State.FAILED,
        fate=KILLED_WORKER,
        text=f"{MOST_DEATHS} workers died while they read it",
        deaths=F("deaths") + 1,
        worker=None,
        last=Now(),
    )
    Worker.objects.filter(pk=worker).update(errors=F("errors") + failed)


@cache
def _here() -> str:
    return socket.gethostname()[:255]


def _lives(worker: Worker) -> bool:
    born = _born(worker.pid)
    return born is not None and (not worker.born or abs(born - worker.born) < 1)


def _born(pid: int) -> float | None:
    """Return when a process of this machine was started, None for none."""
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return None
