"""What all tasks have in common: claim the row, do it, say how it went."""

import logging
from collections.abc import Callable
from typing import Any

from webapp.crawls import outbox
from webapp.crawls.models import Task

logger = logging.getLogger(__name__)

# Beyond these a task is ended by force; ten seconds earlier by an exception.
FAST, SLOW = Task.LIMITS[Task.Queue.FAST], Task.LIMITS[Task.Queue.SLOW]
SOFTLY = 10


class TaskError(Exception):
    """A task could not be done; the text is for people, and holds no secret."""


def perform(pk: int, function: Callable[..., Any], request: Any = None) -> bool:
    """Do a task, unless it is done already; True if it was done now.

    The function may be stopped anywhere and called again: it is idempotent.
    """
    again = bool((getattr(request, "delivery_info", None) or {}).get("redelivered"))
    task = outbox.claim(pk, again=again)
    if task is None:
        return False
    try:
        function(*task.arguments)
    except TaskError as error:
        outbox.failed(task, str(error))
        return False
    except Exception as error:
        logger.exception("Task %s failed", task.key)
        outbox.failed(task, f"{type(error).__name__}: see the worker's log")
        return False
    outbox.done(task)
    return True
