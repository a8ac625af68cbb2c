"""When which spider ran, and how it ended."""

from django.utils import timezone

from webapp.charts.answer import Answer
from webapp.crawls.models import Job, JobQuerySet

MOST = 200
COLUMNS = ("job", "spider", "started", "ended", "state", "pages", "items")


def timeline(rows: JobQuerySet) -> Answer:
    """List the last jobs with their begin and end; what still runs ends now."""
    found = list(rows.defer("stats", "arguments").order_by("-started", "-pk")[: MOST + 1])
    notes = [f"Cut: the last {MOST} jobs of {rows.count():,}."] if len(found) > MOST else []
    lines = [_line(job) for job in found[:MOST]]
    return Answer(COLUMNS, lines, notes, [job.pk for job in found[:MOST]], linked=0)


def _line(job: Job) -> tuple[object, ...]:
    running = timezone.now() if job.state == Job.State.RUNNING else job.heartbeat
    ended = job.heartbeat if job.is_lost else job.ended or running
    items = job.items_created + job.items_updated + job.items_unchanged
    moments = (each.replace(microsecond=0) for each in (job.started, ended))
    return (job.pk, job.spider, *moments, job.shown_state, job.pages, items)
