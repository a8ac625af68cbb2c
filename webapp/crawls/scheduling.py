"""Schedules: what is due is put into the queue. Any node calls it, as often as it likes.

A schedule's row is locked while it is seen to, and each of its times has one row of its own: what
several nodes see at once is run once.
"""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from webapp.crawls import ordering
from webapp.crawls.missed import SECOND, due_times
from webapp.crawls.models import Job, Schedule, ScheduledRun

OPEN = (Job.State.PENDING, Job.State.RUNNING)
MOST = 1_000  # schedules seen to in one call
MOST_WAITING = 100  # times of one schedule that wait for its last run to end


class ScheduleError(Exception):
    """Some schedules could not be seen to; the text names the first, and says why."""


def run_due(now: datetime) -> int:
    """Put what is due into the queue; returns how many jobs. Two short queries if nothing is.

    A schedule that fails costs itself: ScheduleError is raised when all others are seen to.
    """
    failed: list[str] = []
    started = 0
    for pk in _to_see_to(now):
        try:
            started += _see_to(pk, now)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the others are due
            failed.append(f"schedule {pk}: {type(error).__name__}: {error}")
    if failed:
        raise ScheduleError(f"{len(failed)} of the schedules cannot be seen to; {failed[0]}")
    return started


def _to_see_to(now: datetime) -> list[int]:
    enabled = Schedule.objects.filter(enabled=True, next_due__lte=now)
    due = list(enabled.order_by("next_due").values_list("pk", flat=True)[:MOST])
    waits = ScheduledRun.objects.filter(outcome=ScheduledRun.Outcome.WAITING).order_by()
    waiting = set(waits.values_list("schedule", flat=True).distinct())
    if waiting:
        busy = ScheduledRun.objects.filter(job__state__in=OPEN, schedule__in=waiting).order_by()
        waiting -= set(busy.values_list("schedule", flat=True).distinct())
    return [*due, *sorted(waiting.difference(due))]


@transaction.atomic
def _see_to(pk: int, now: datetime) -> int:
    skip = connection.features.has_select_for_update_skip_locked
    schedule = Schedule.objects.select_for_update(skip_locked=skip).filter(pk=pk).first()
    if schedule is None:
        return 0
    if schedule.enabled and schedule.next_due is not None and schedule.next_due <= now:
        due = due_times(schedule, now)
        if due.left_out:
            time, text = due.left_out
            _note(schedule, time, ScheduledRun.Outcome.SKIPPED, text)
        for time, text in due.run:
            _take_up(schedule, time, text)
        schedule.plan(due.last or (schedule.next_time or now) - SECOND)
        schedule.save(update_fields=["next_time", "next_due"])
    return _start_waiting(schedule, now)


def _take_up(schedule: Schedule, time: datetime, text: str) -> None:
    """Write a time down, to be started, by the schedule's rule for what still runs."""
    waiting = ScheduledRun.objects.filter(schedule=schedule, outcome=ScheduledRun.Outcome.WAITING)
    outcome = ScheduledRun.Outcome.WAITING
    match schedule.overlap:
        case Schedule.Overlap.SKIP:
            last = _open(schedule).first()
            if last is not None or waiting.exists():
                outcome = ScheduledRun.Outcome.SKIPPED
                text += f" Job {last.jobid} had not ended." if last else " Another time waited."
        case Schedule.Overlap.CANCEL:
            waiting.update(
                outcome=ScheduledRun.Outcome.SKIPPED, text="A later time took its place."
            )
            text += _cancel(_open(schedule))
        case _:
            if waiting.count() >= MOST_WAITING:
                outcome = ScheduledRun.Outcome.SKIPPED
                text += f" {MOST_WAITING} times waited already."
    _note(schedule, time, outcome, text.strip())


def _cancel(jobs: QuerySet[Job]) -> str:
    found = list(jobs.defer("stats"))
    for job in found:
        ordering.cancel(job)
    return "".join(f" Cancelled job {job.jobid}." for job in found)


def _start_waiting(schedule: Schedule, now: datetime) -> int:
    """Start the time that waits longest, unless a run of the schedule has not ended yet."""
    waiting = ScheduledRun.objects.filter(schedule=schedule, outcome=ScheduledRun.Outcome.WAITING)
    if not schedule.enabled:
        waiting.update(outcome=ScheduledRun.Outcome.SKIPPED, text="The schedule was switched off.")
    run = waiting.order_by("due").first()
    if run is None or _open(schedule).exists():
        return 0
    run.at = now
    try:
        run.job, _ = ordering.run(_order(schedule, run.due))
    except ordering.OrderError as error:
        run.outcome, run.text = ScheduledRun.Outcome.SKIPPED, str(error)[:500]
    else:
        run.outcome = ScheduledRun.Outcome.STARTED
    run.save(update_fields=["job", "outcome", "text", "at"])
    return int(run.outcome == ScheduledRun.Outcome.STARTED)


def _order(schedule: Schedule, due: datetime) -> ordering.RunOrder:
    return ordering.RunOrder(
        spider=schedule.spider,
        project=schedule.project,
        arguments=schedule.arguments,
        settings=schedule.settings,
        version=schedule.egg_version,
        priority=schedule.priority,
        # The same for every node: the table of jobs refuses the second, too.
        jobid=f"schedule-{schedule.pk}-{due:%Y%m%dT%H%M%S}Z",
        origin=Job.Origin.SCHEDULE,
    )


def _open(schedule: Schedule) -> QuerySet[Job]:
    return Job.objects.filter(scheduled__schedule=schedule, state__in=OPEN).order_by("-pk")


def _note(schedule: Schedule, due: datetime, outcome: str, text: str) -> None:
    values = {"outcome": outcome, "text": text[:500]}
    ScheduledRun.objects.get_or_create(schedule=schedule, due=due, defaults=values)
