"""What became of a job whose process has ended: by its own word, and by the crawl's."""

import signal
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from daemon.node import put_back
from webapp.crawls.models import Job

KEPT = 8_000  # characters of what it printed last


@dataclass(frozen=True, slots=True)
class Ending:
    """How a process ended. `code` is None if it was killed, or nobody was told."""

    code: int | None
    signal: int | None = None
    output: str = ""
    is_cancelled: bool = False  # a person asked for it
    is_stopped: bool = False  # scrapyd ends, not the job


def settle(pk: int, node: int, attempt: int, ending: Ending) -> None:
    """Write how a job ended, unless it is another node's by now."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=pk, node=node, attempt=attempt).first()
        if job is None:
            return
        if ending.is_stopped and not ending.is_cancelled and _was_cut(job):
            job.state = Job.State.RUNNING
            job.save(update_fields=["state"])
            put_back(job)
            return
        _write(job, ending)
        job.save()


def _was_cut(job: Job) -> bool:
    cut = job.state == Job.State.CANCELLED and job.finish_reason in {"shutdown", "killed"}
    return cut or job.state == Job.State.RUNNING


def _write(job: Job, ending: Ending) -> None:
    code = ending.code
    if job.state != Job.State.RUNNING and ending.signal and _is_ours(ending):
        code = job.exit_code  # it had said its last word before our signal came
    elif code is None and ending.signal:
        code = 128 + ending.signal
    if job.state == Job.State.RUNNING:
        _write_for_it(job, ending, code)
    elif code is not None and code != job.exit_code:
        # It died after its last row: the process's word is the later one.
        job.exit_code = code
        if job.state == Job.State.FINISHED:
            job.state = Job.state_of(code)
    if job.state == Job.State.FAILED:
        job.error = ending.output[-KEPT:] or job.error
    job.signal = ""
    job.ended = job.ended or timezone.now()
    if code is not None:
        job.exit_code = code


def _is_ours(ending: Ending) -> bool:
    """Say whether its signal may have been sent by this node."""
    return ending.is_cancelled or ending.is_stopped


def _write_for_it(job: Job, ending: Ending, code: int | None) -> None:
    """Say how a crawl ended that could not say it itself."""
    silent = not job.workers.exists()  # it keeps no rows: plain Scrapy, or no database
    if ending.is_cancelled:
        job.state = Job.State.CANCELLED
        job.finish_reason = "killed" if ending.signal else "cancelled"
    elif code == 0 and silent:
        job.state, job.finish_reason = Job.State.FINISHED, ""
    else:
        job.state, job.finish_reason = Job.State.FAILED, _reason(ending)


def _reason(ending: Ending) -> str:
    if ending.signal:
        try:
            return f"died of {signal.Signals(ending.signal).name}"
        except ValueError:
            return f"died of signal {ending.signal}"
    if ending.code is None:
        return "died, and left no exit code"
    return f"exit code {ending.code}"


def fail_to_start(pk: int, node: int, attempt: int, why: str) -> None:
    """Write why a job's process could not be started."""
    job = Job.objects.filter(pk=pk, node=node, attempt=attempt, state=Job.State.RUNNING)
    now = timezone.now()
    job.update(state=Job.State.FAILED, ended=now, finish_reason="not_started", error=why[-KEPT:])


def return_untried(pk: int, node: int, attempt: int) -> None:
    """Put a job back that was taken, and could not even be looked at."""
    job = Job.objects.filter(pk=pk, node=node, attempt=attempt, state=Job.State.RUNNING)
    job.update(state=Job.State.PENDING, node=None, attempt=F("attempt") - 1)
