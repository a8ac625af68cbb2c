"""Every minute: the rules about time, lost jobs and queues."""

from typing import Any

from webapp.celery import app
from webapp.crawls.alerts.watching import watch as watch_all
from webapp.crawls.tasks.performing import FAST, SOFTLY, perform


@app.task(name="crawls.watch", bind=True, time_limit=FAST, soft_time_limit=FAST - SOFTLY)
def watch(self: Any, task: int) -> None:
    """Judge what no job's end brings to light."""
    perform(task, watch_all, self.request)
