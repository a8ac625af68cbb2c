"""What follows a crawl: finds jobs that have ended, and sends the tasks that are due.

The rows say what is to be done, so it does not matter which node calls this, or how many do.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from webapp.celery import app, queue_name
from webapp.crawls import outbox
from webapp.crawls.models import Job, Task

logger = logging.getLogger(__name__)

MOST = 200  # jobs and tasks of one call: a daemon has other things to do
PAUSE = timedelta(seconds=10)  # after the broker could not be reached
# A connection that was kept may be dead: one try with a new one.
ONCE_MORE = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
# What is done over and over: name, queue, seconds.
PERIODIC = (
    ("crawls.watch", Task.Queue.FAST, 60),
    ("crawls.prune", Task.Queue.SLOW, 86_400),
)

Send = Callable[[Task], None]


def run_due(now: datetime | None = None, send: Send | None = None) -> int:
    """Send every task that is due; returns how many were sent.

    To be called about every second. A broker that is away is asked again ten seconds later;
    nothing is lost meanwhile.
    """
    follow_ended()
    _keep_periodic()
    now = now or timezone.now()
    sent = 0
    for task in Task.objects.due(now)[:MOST]:
        if not outbox.take_for_sending(task, now):
            continue
        try:
            (send or publish)(task)
        except Exception as error:  # noqa: BLE001 -- each broker has errors of its own
            _broker_is_away(task, now, error)
            break
        sent += 1
    return sent


def follow_ended() -> int:
    """Put a task for every job that has ended and was not looked after; returns how many."""
    jobs = Job.objects.unfollowed().only("pk", "ended")[:MOST]
    for job in jobs:
        with transaction.atomic():
            key = f"job {job.pk} that ended {job.ended:%Y-%m-%d %H:%M:%S.%f}"
            outbox.put("crawls.follow_job", job.pk, key=key)
            Job.objects.filter(pk=job.pk, ended=job.ended).update(followed=job.ended)
    return len(jobs)


def _keep_periodic() -> None:
    """See to it that the rows of periodic tasks are there."""
    periodic = Task.objects.filter(every__isnull=False).order_by()
    there = set(periodic.values_list("key", flat=True))
    for name, queue, seconds in PERIODIC:
        if name not in there:
            outbox.put(name, key=name, queue=queue, every=seconds)


def publish(task: Task) -> None:
    """Give a task to the broker; raises if the broker has not taken it."""
    app.send_task(
        task.name,
        args=[task.pk],
        queue=queue_name(task.queue),
        retry_policy=ONCE_MORE,
        confirm_timeout=5,
    )


def _broker_is_away(task: Task, now: datetime, error: Exception) -> None:
    """Have all that is due wait: each try may take seconds."""
    why = f"The broker cannot be reached: {type(error).__name__}"
    logger.warning("%s. Tasks wait; it is tried again in %d s.", why, PAUSE.seconds)
    outbox.not_sent(task, now + PAUSE, why)
    Task.objects.due(now).update(due=now + PAUSE, error=why)
