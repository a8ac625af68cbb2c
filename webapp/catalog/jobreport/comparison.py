"""A job beside the one before it of the same spider."""

from dataclasses import dataclass

from webapp.catalog.browse.column import column_of
from webapp.crawls.admin.duration import duration, spoken
from webapp.crawls.models import Job, Worker


@dataclass(frozen=True)
class Compared:
    """One figure of two jobs."""

    label: str
    now: str
    before: str
    step: str


def run_before(job: Job) -> Job | None:
    """Return the last job of the same spider that ended before this one began."""
    earlier = Job.objects.filter(spider=job.spider, pk__lt=job.pk).exclude(pk=job.pk)
    return earlier.exclude(state=Job.State.RUNNING).defer("stats").order_by("-pk").first()


def compared(job: Job, before: Job | None) -> list[Compared]:
    """Set the counts of two jobs side by side."""
    rows = [_figure(name, job, before) for name in Worker.COUNTERS]
    took = spoken(duration(before)) if before else ""
    return [*rows, Compared("Duration", spoken(duration(job)), took, "")]


def _figure(name: str, job: Job, before: Job | None) -> Compared:
    label = column_of(Job, Job._meta.get_field(name)).label
    now = getattr(job, name)
    if before is None:
        return Compared(label, f"{now:,}", "", "")
    was = getattr(before, name)
    return Compared(label, f"{now:,}", f"{was:,}", f"{now - was:+,}" if now != was else "")
