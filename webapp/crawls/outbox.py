"""The table of tasks as an outbox: what is to be done is a row before it is a message.

A row is given to the broker when it is due, and again until it is done. A worker claims the row
before it begins: a message that comes twice is done once.
"""

import logging
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from webapp.crawls.models import Task

logger = logging.getLogger(__name__)

RESEND = timedelta(minutes=10)  # doubled each time: nobody may be there to read it
LONGEST = timedelta(days=1)
MARGIN = timedelta(seconds=30)  # beyond the time limit, after which a worker is believed dead
FIRST_WAIT = timedelta(seconds=10)  # after the first failure; three times longer after each
LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 20  # about twelve hours


def put(
    name: str, *arguments: str | int, key: str, queue: str = Task.Queue.FAST, every: int = 0
) -> None:
    """Have a task done. One key is one task: putting it twice does it once."""
    task = Task(key=key, name=name, arguments=list(arguments), queue=queue, every=every or None)
    Task.objects.bulk_create([task], ignore_conflicts=True)


def take_for_sending(task: Task, now: datetime) -> bool:
    """Mark a due task as sent, before it is; False if another was quicker."""
    wait = min(RESEND * 2 ** min(task.sent, 10), LONGEST)
    mine = Task.objects.filter(pk=task.pk, due=task.due, ended__isnull=True)
    return bool(mine.update(state=Task.State.SENT, due=now + wait, sent=F("sent") + 1))


def not_sent(task: Task, until: datetime, why: str) -> None:
    """Say that the broker did not take it."""
    mine = Task.objects.filter(pk=task.pk, state=Task.State.SENT)
    mine.update(state=Task.State.WAITING, due=until, sent=task.sent, error=why[:500])


def claim(pk: int, *, again: bool = False) -> Task | None:
    """Begin a task; None if it is done, or another worker does it.

    `again`: the broker says that whoever had the message has not ended it.
    """
    now = timezone.now()
    running = Q(state=Task.State.RUNNING)
    free = Q(state=Task.State.SENT) | (running if again else running & Q(due__lte=now))
    task = Task.objects.filter(pk=pk).first()
    if task is None or _is_hopeless(task):
        return None
    until = now + timedelta(seconds=Task.LIMITS[task.queue]) + MARGIN
    begun = Task.objects.filter(free, pk=pk, attempts=task.attempts).update(
        state=Task.State.RUNNING, attempts=F("attempts") + 1, due=until
    )
    task.attempts += 1
    return task if begun else None


def _is_hopeless(task: Task) -> bool:
    """Give a task up whose workers have died each time."""
    hopeless = task.attempts >= MOST_ATTEMPTS and not task.every and task.ended is None
    if hopeless:
        why = f"Its worker died or ran out of time in {task.attempts} attempts."
        ending = {"state": Task.State.FAILED, "ended": timezone.now(), "error": why}
        Task.objects.filter(pk=task.pk, attempts=task.attempts).update(**ending)
    return hopeless


def done(task: Task) -> None:
    """End a task, or set the time of its next turn."""
    now = timezone.now()
    values: dict[str, object] = {"state": Task.State.DONE, "ended": now, "error": ""}
    if task.every:
        values |= {"state": Task.State.WAITING, "ended": None, "sent": 0, "attempts": 0}
        values["due"] = now + timedelta(seconds=task.every)
    _mine(task).update(**values)


def failed(task: Task, why: str) -> None:
    """Have a task begun again later, or give it up after the last attempt."""
    now = timezone.now()
    wait = min(FIRST_WAIT * 3 ** min(task.attempts - 1, 10), LONGEST_WAIT)
    values: dict[str, object] = {"state": Task.State.WAITING, "due": now + wait, "sent": 0}
    if task.attempts >= MOST_ATTEMPTS and not task.every:
        values = {"state": Task.State.FAILED, "ended": now}
        logger.error("Task %s is given up after %d attempts: %s", task.key, task.attempts, why)
    _mine(task).update(error=why[:500], **values)


def _mine(task: Task) -> QuerySet[Task]:
    """Select the row, unless another worker has taken it over."""
    return Task.objects.filter(pk=task.pk, attempts=task.attempts, state=Task.State.RUNNING)


def put_back(tasks: QuerySet[Task]) -> int:
    """Have tasks that were given up begun once more; returns how many."""
    given_up = tasks.filter(state=Task.State.FAILED)
    now = timezone.now()
    return given_up.update(
        state=Task.State.WAITING, ended=None, due=now, sent=0, attempts=0, error=""
    )
