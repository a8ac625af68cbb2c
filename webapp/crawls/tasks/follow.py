"""After a job: its field coverage, then the rules that look at jobs."""

from typing import Any

from webapp.celery import app
from webapp.crawls.alerts.judging import judge_job
from webapp.crawls.coverage import measure
from webapp.crawls.models import Job
from webapp.crawls.tasks.performing import FAST, SOFTLY, perform


@app.task(name="crawls.follow_job", bind=True, time_limit=FAST, soft_time_limit=FAST - SOFTLY)
def follow_job(self: Any, task: int) -> None:
    """Look after a job that has ended."""
    perform(task, follow, self.request)


def follow(pk: int) -> None:
    """Measure a job and judge it; a job that was deleted, or runs again, is left alone."""
    job = Job.objects.filter(pk=pk, ended__isnull=False).first()
    if job is not None:
        measure(job)
        judge_job(job)
