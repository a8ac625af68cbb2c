"""Which job a crawl works on: a new one, one that was interrupted, or one that others crawl.

The rule, as the manual says it (docs/explanation/the-ledger):

1. `-a job=NAME` (or scrapyd's job id): that job, made if there is none.
2. `-a resume=NAME`: that job, which must be there. `-a resume=no`: a new one.
3. Else the last job of the same spider with the same arguments, if it was interrupted within
   LEDGER_RESUME_HOURS and nobody works on it; else a new one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from pipelines import workers
from webapp.crawls.models import Job, new_jobid

# A job that ended for another reason has reached what was asked of it.
INTERRUPTED = {"", "shutdown", "killed", "storage_unavailable", "lease_lost", "memusage_exceeded"}
NEVER = "no"


class JobRefusedError(Exception):
    """The job that was named is another spider's, or not there; the text is for people."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a person, or scrapyd, asked for. `hours` 0: nothing is continued unasked."""

    spider: str
    arguments: Mapping[str, Any] = field(default_factory=dict)  # as JSON holds them
    version: str = ""
    name: str | None = None
    resume: str = ""
    hours: float = 0
    lease: float = 15  # seconds


def choose(order: Order) -> tuple[Job, bool, str]:
    """Return the job, locked; whether it is new; and what is to be said of it."""
    if order.name:
        # Several workers may be started at the same moment: one makes it, the others find it.
        job, is_new = Job.objects.get_or_create(jobid=order.name, defaults=_said_of(order))
        if is_new:
            return job, True, NEW
        return _continued(Job.objects.select_for_update().get(pk=job.pk), order)
    if order.resume and order.resume != NEVER:
        found = Job.objects.select_for_update().filter(jobid=order.resume).first()
        if found is None:
            raise JobRefusedError(f"there is no job {order.resume!r} to resume")
        return _continued(found, order)
    last, said = (None, NEW)
    if order.resume != NEVER and order.hours:
        last, said = _interrupted(order)
    if last is not None:
        return last, False, said
    return Job.objects.create(jobid=new_jobid(), **_said_of(order)), True, said


NEW = "is new"


def _said_of(order: Order) -> dict[str, Any]:
    return {"spider": order.spider, "arguments": dict(order.arguments)}


def _continued(job: Job, order: Order) -> tuple[Job, bool, str]:
    if job.queued and not job.workers.exists():
        return _begun(job, order)
    _check(job, order)
    return job, False, _said(job)


def _begun(job: Job, order: Order) -> tuple[Job, bool, str]:
    """Begin a job that waited in scrapyd's queue: its arguments were texts until now."""
    if job.spider != order.spider:
        raise JobRefusedError(f"job {job.jobid!r} is of the spider {job.spider!r}")
    job.arguments = dict(order.arguments)
    job.save(update_fields=["arguments"])
    return job, True, NEW


def _interrupted(order: Order) -> tuple[Job | None, str]:
    last = None
    # What waits in the queue, or is in a node's hands, is the nodes' to continue.
    others = Q(state=Job.State.PENDING) | Q(state=Job.State.RUNNING, node__isnull=False)
    for job in Job.objects.exclude(others).filter(spider=order.spider).order_by("-pk")[:100]:
        if _same(job.arguments, order.arguments):
            last = Job.objects.select_for_update().get(pk=job.pk)
            break
    if last is None or last.finish_reason not in INTERRUPTED:
        return None, NEW
    workers.declare_lost(last.pk)
    if workers.working(last.pk).exists():
        return None, f"{NEW}: job {last.pk}, the same, is being crawled"
    if last.heartbeat < timezone.now() - timedelta(hours=order.hours):
        return None, (
            f"{NEW}: job {last.pk}, the same, was interrupted too long ago; "
            f"-a resume={last.jobid} would continue it"
        )
    return last, (
        f"is continued: it was interrupted at {last.heartbeat:%Y-%m-%d %H:%M:%S} UTC "
        "(-a resume=no would begin anew)"
    )


def _check(job: Job, order: Order) -> None:
    if job.spider != order.spider:
        raise JobRefusedError(f"job {job.jobid!r} is of the spider {job.spider!r}")
    if not _same(job.arguments, order.arguments):
        given = " ".join(f"-a {name}={value}" for name, value in job.arguments.items())
        raise JobRefusedError(
            f"job {job.jobid!r} was started with {given or 'no arguments'}: give it the same"
        )
    workers.declare_lost(job.pk)


def _said(job: Job) -> str:
    count = workers.working(job.pk).count()
    if count:
        others = "one other worker" if count == 1 else f"{count} other workers"
        return f"is shared with {others}"
    return "is continued"


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
