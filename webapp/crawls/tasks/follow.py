"""After a job: its field coverage, the rules that look at jobs, then mining."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from webapp.celery import app
from webapp.crawls import outbox
from webapp.crawls.alerts.judging import judge_job
from webapp.crawls.coverage import measure
from webapp.crawls.models import Job, Task
from webapp.crawls.tasks.performing import FAST, SOFTLY, perform


@app.task(name="crawls.follow_job", bind=True, time_limit=FAST, soft_time_limit=FAST - SOFTLY)
def follow_job(self: Any, task: int) -> None:
    """Look after a job that has ended."""
    perform(task, follow, self.request)


def follow(pk: int) -> None:
    """Measure a job, judge it and have its kinds mined.

    A job that was deleted, or runs again, is left alone.
    """
    job = Job.objects.filter(pk=pk, ended__isnull=False).first()
    if job is not None:
        kinds = {row.kind for row in measure(job)}
        judge_job(job)
        _mine(job, kinds)


def _mine(job: Job, kinds: Iterable[str]) -> None:
    """Put each mining that reads one of the kinds, once for each end of the job."""
    after: dict[str, str] = settings.MINED_AFTER
    for name in sorted({after[kind] for kind in kinds if kind in after}):
        key = f"{name} after job {job.pk} that ended {job.ended:%Y-%m-%d %H:%M:%S.%f}"
        outbox.put(name, key=key, queue=Task.Queue.SLOW)
