"""What a person may ask of jobs: run, stop, go on. Every way in ends here, whatever its form.

The rows are the only message: a node finds a pending job, or a signal, within a second.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone

from webapp.crawls.models import Job, new_jobid

# A job's id is part of its log's path.
JOBID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")


class OrderError(ValueError):
    """What was asked for cannot be; the text is one sentence for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOrder:
    """One run that is asked for. `arguments` and `settings` are texts, as after -a and -s."""

    spider: str
    project: str = "default"
    arguments: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    jobid: str = ""
    priority: float = 0
    origin: Job.Origin = Job.Origin.API


def run(order: RunOrder) -> tuple[Job, bool]:
    """Put a job into the queue; returns it, and whether it is new.

    A job id that is there already is that job: asking twice runs once. If it was cancelled, it is
    put back, to go on where it was. Raises OrderError.
    """
    jobid = order.jobid or new_jobid()
    if not JOBID.fullmatch(jobid):
        raise OrderError(
            f"job id {jobid[:80]!r} is not one: up to 64 letters, digits and the signs _ . : -"
        )
    try:
        with transaction.atomic():
            return Job.objects.create(jobid=jobid, **_values(order)), True
    except IntegrityError:
        job = Job.objects.get(jobid=jobid)
    if (job.project, job.spider) != (order.project, order.spider):
        raise OrderError(f"job {jobid!r} is of the spider {job.spider!r} of {job.project!r}")
    if job.state == Job.State.CANCELLED:
        resume(job)
        job.refresh_from_db()
    return job, False


def _values(order: RunOrder) -> dict[str, object]:
    now = timezone.now()
    return {
        "spider": order.spider,
        "project": order.project,
        "arguments": dict(order.arguments),
        "given": dict(order.arguments),
        "settings": dict(order.settings),
        "egg_version": order.version,
        "priority": order.priority,
        "origin": order.origin,
        "state": Job.State.PENDING,
        "queued": now,
        "started": now,
        "heartbeat": now,
    }


def cancel(job: Job, signal: str = "INT") -> str:
    """Take a job from the queue, or have its process end; returns the state it was in.

    A process gets INT first: it finishes what it holds. The second time, or with KILL, it ends
    at once. A job that has ended stays as it is.
    """
    now = timezone.now()
    ending = {"ended": now, "heartbeat": now, "finish_reason": "cancelled"}
    mine = Job.objects.filter(pk=job.pk)
    if mine.filter(state=Job.State.PENDING).update(state=Job.State.CANCELLED, **ending):
        return Job.State.PENDING
    if mine.filter(state=Job.State.RUNNING).update(signal=signal):
        return Job.State.RUNNING
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def resume(job: Job) -> bool:
    """Put a job that has ended back into the queue: it goes on where it was. False if it runs."""
    ended = (Job.State.CANCELLED, Job.State.FAILED, Job.State.FINISHED)
    now = timezone.now()
    return bool(
        Job.objects.filter(pk=job.pk, state__in=ended).update(
            state=Job.State.PENDING,
            queued=now,
            started=now,
            heartbeat=now,
            ended=None,
            finish_reason="",
            exit_code=None,
            signal="",
            error="",
            node=None,
            given=job.given or as_texts(job.arguments),
        )
    )


def as_texts(values: Mapping[str, object]) -> dict[str, str]:
    """Return values that a crawl has read as the texts they were given as."""
    return {
        name: " ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in values.items()
        if value is not None
    }
