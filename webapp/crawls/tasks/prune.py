"""Once a day: letting old rows go."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from webapp.celery import app
from webapp.crawls.models import Task
from webapp.crawls.prune import prune as prune_visits
from webapp.crawls.tasks.performing import SLOW, SOFTLY, perform


@app.task(name="crawls.prune", bind=True, time_limit=SLOW, soft_time_limit=SLOW - SOFTLY)
def prune(self: Any, task: int) -> None:
    """Delete tasks that were done long ago, and old visits if PRUNE_DAILY asks for it."""
    perform(task, prune_all, self.request)


def prune_all() -> None:
    """Delete what is older than it has to be."""
    horizon = timezone.now() - timedelta(days=settings.TASKS_KEEP_DAYS)
    Task.objects.filter(ended__lt=horizon).delete()
    if settings.PRUNE_DAILY:
        prune_visits(settings.VISITS_KEEP_JOBS)
