"""The crawl's own record: start, heartbeat, end. All of it runs in the writer's thread."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from pipelines import resume, workers
from pipelines.patience import LeaseLostError
from pipelines.resume import Order
from webapp.crawls.migrated import check_tables
from webapp.crawls.models import Job, Rejection, Visit, Worker

CANCELLED = {"shutdown", "killed", "cancelled"}  # ended by a person; other cuts are limits kept


@dataclass(frozen=True, slots=True)
class Started:
    """Which job this process works on, as which worker, and a sentence that says why."""

    job: int
    worker: int
    is_new: bool
    said: str


def start_job(order: Order) -> Started:
    """Choose or make the job, and write this process's row; raises JobRefusedError.

    The job's row is locked meanwhile: of two processes that want to continue it, the second sees
    that the first one does.
    """
    check_tables("crawl again")
    values = {
        "state": Job.State.RUNNING,
        "heartbeat": timezone.now(),
        "ended": None,
        "finish_reason": "",
        "exit_code": None,
        "version": order.version,
        "host": socket.gethostname(),
        "pid": os.getpid(),
    }
    with transaction.atomic():
        job, is_new, said = resume.choose(order)
        for name, value in values.items():
            setattr(job, name, value)
        job.save(update_fields=values)
        worker = workers.register(job.pk, order.version, order.lease)
    return Started(job.pk, worker, is_new, f"Job {job.pk} ({job.jobid}) {said}")


def beat(
    job: int, worker: int, figures: Mapping[str, int], stats: Mapping[str, Any], lease: float = 0
) -> None:
    """Say that the crawl lives, and how far it is; `figures` are counts kept by nobody else.

    Lengthens the worker's lease by so many seconds; raises LeaseLostError if it was taken.
    """
    if lease and not workers.renew(worker, lease):
        raise LeaseLostError("another worker has taken over what this one had")
    Worker.objects.filter(pk=worker).update(**figures, stats=plain(stats))
    totals = _totals(job)
    Job.objects.filter(pk=job).update(heartbeat=timezone.now(), stats=plain(stats), **totals)


def finish(job: int, worker: int, reason: str, exit_code: int, stats: Mapping[str, Any]) -> None:
    """Write how this worker ended and, if it was the last one, how the job did."""
    now = timezone.now()
    state = Job.state_of(exit_code)
    if reason in CANCELLED:
        state = Job.State.CANCELLED
    ending = {"ended": now, "finish_reason": reason[:100], "exit_code": exit_code}
    with transaction.atomic():
        Job.objects.select_for_update().get(pk=job)
        mine = Worker.objects.filter(pk=worker, state=Worker.State.WORKING)
        if mine.update(state=Worker.State.ENDED, **ending):
            workers.let_go(job, worker)
        values: dict[str, Any] = {"heartbeat": now, "stats": plain(stats), **_totals(job)}
        if not workers.working(job).exists():
            values |= {"state": state, **ending}
        Job.objects.filter(pk=job).update(**values)


def _totals(job: int) -> dict[str, int]:
    sums = {name: Sum(name, default=0) for name in Worker.COUNTERS}
    return Worker.objects.filter(job=job).aggregate(**sums)


def of_others(job: int, worker: int, mine: Mapping[str, int]) -> dict[str, int]:
    """Return what the job's other workers counted, as the statistics that a crawl is judged by.

    From what was committed, not from the last heartbeat: a worker that was killed is judged too.
    What failed once and was put back (`retry`) is judged by how it stands now. `mine` are this
    worker's own statistics.
    """
    sums = {name: Sum(name, default=0) for name in Worker.COUNTERS}
    found = Worker.objects.filter(job=job).exclude(pk=worker).aggregate(**sums)
    stored = ("items_created", "items_updated", "items_unchanged", "items_duplicate")
    visits = Visit.objects.filter(job=job)
    failed = found["errors"]
    if visits.exists():
        failed = visits.filter(state=Visit.State.FAILED).count() - mine.get("pages/failed", 0)
    fields = Rejection.objects.filter(job=job, item_stored=True).count()
    return {
        "pages/received": found["pages"],
        "pages/failed": max(failed, 0),
        "items/rejected": found["items_rejected"],
        "items/fields_rejected": max(fields - mine.get("items/fields_rejected", 0), 0),
        "item_scraped_count": sum(found[name] for name in stored),
    }


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as JSON holds them: moments as ISO 8601, what JSON does not know as text."""
    return {str(name): _plain(value) for name, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return plain(value)
    if isinstance(value, list | tuple | set):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | float | bool) else str(value)
