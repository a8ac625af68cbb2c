"""One message about an alert to one channel."""

from typing import Any

from webapp.celery import app
from webapp.crawls.alerts.delivering import DeliveryError
from webapp.crawls.alerts.delivering import deliver as deliver_one
from webapp.crawls.tasks.performing import FAST, SOFTLY, TaskError, perform


@app.task(name="crawls.deliver", bind=True, time_limit=FAST, soft_time_limit=FAST - SOFTLY)
def deliver(self: Any, task: int) -> None:
    """Mail or post it; tried again with longer and longer pauses."""
    perform(task, _deliver, self.request)


def _deliver(pk: int) -> None:
    try:
        deliver_one(pk)
    except DeliveryError as error:
        raise TaskError(str(error)) from error
