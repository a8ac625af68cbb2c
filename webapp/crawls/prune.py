"""Letting old visits go: of each spider the last jobs' are kept."""

from collections.abc import Iterator

from webapp.crawls.models import HostLease, Job, Visit

BATCH = 5_000  # rows of one transaction: a crawl that runs waits no longer than for these


def prune(keep: int) -> int:
    """Delete the visits of all but the last `keep` jobs of each spider; returns how many.

    The jobs themselves stay, with their figures. A job that runs keeps everything.
    """
    return sum(_forget(job) for job in list(_old(keep)))


def _old(keep: int) -> Iterator[Job]:
    for spider in Job.objects.order_by().values_list("spider", flat=True).distinct():
        jobs = Job.objects.filter(spider=spider).order_by("-pk").defer("stats")[keep:]
        yield from (job for job in jobs if job.shown_state != Job.State.RUNNING)


def _forget(job: Job) -> int:
    count = 0
    while batch := list(Visit.objects.filter(job=job).order_by().values_list("pk")[:BATCH]):
        count += Visit.objects.filter(pk__in=[pk for (pk,) in batch]).delete()[0]
    HostLease.objects.filter(job=job).delete()
    return count
