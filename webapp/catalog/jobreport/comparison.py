"""A job beside the one before it of the same spider."""

from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery, Sum

from webapp.catalog.browse.column import column_of
from webapp.crawls.admin.duration import duration, spoken
from webapp.crawls.models import HostLease, Job, Worker


@dataclass(frozen=True)
class Compared:
    """One figure of two jobs."""

    label: str
    now: str
    before: str
    step: str


def with_run_before(pk: int) -> tuple[Job | None, Job | None]:
    """Return a job with the sums of its hosts, and the last of its spider that ended before."""
    spider = Job.objects.filter(pk=pk).values("spider")
    earlier = Job.objects.filter(spider=Subquery(spider), pk__lt=pk)
    ended = earlier.exclude(state=Job.State.RUNNING).order_by("-pk")
    before = Subquery(ended.values("pk")[:1])
    rows = Job.objects.filter(Q(pk=pk) | Q(pk=before)).annotate(
        **{f"hosts_{name}": _of_hosts(name) for name in ("done", "failed", "refused")}
    )
    found = {job.pk: job for job in rows}
    job = found.pop(pk, None)
    return job, next(iter(found.values()), None)


def _of_hosts(name: str) -> Subquery:
    leases = HostLease.objects.filter(job=OuterRef("pk")).order_by().values("job")
    return Subquery(leases.annotate(sum=Sum(name)).values("sum"))


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
