"""Putting URLs back that failed, to be asked for again."""

import shlex

from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from webapp.crawls.models import HostLease, Job, Visit


@transaction.atomic
def put_back(visits: QuerySet[Visit]) -> int:
    """Make those of these visits that failed pending again; returns how many they were.

    A crawl of their job works them off: one that runs, or `scrapy crawl … -a job=ID`. A request
    that could not be stored has nothing to be sent.
    """
    failed = visits.filter(state=Visit.State.FAILED).exclude(payload="").order_by()
    for job, host, count in failed.values_list("job", "host").annotate(n=Count("pk")):
        lease, _ = HostLease.objects.get_or_create(job_id=job, host=host)
        HostLease.objects.filter(pk=lease.pk).update(failed=Greatest(F("failed") - count, 0))
    chosen = list(failed.values_list("pk", flat=True))
    for start in range(0, len(chosen), 500):
        Visit.objects.filter(pk__in=chosen[start : start + 500]).update(
            state=Visit.State.PENDING, fate="", text="", deaths=0, last=timezone.now()
        )
    return len(chosen)


def continuing(job: Job) -> str:
    """Return the command that continues a job, to be pasted into a shell."""
    words = ["scrapy", "crawl", job.spider]
    for name, value in job.arguments.items():
        text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
        words += ["-a", f"{name}={text}"]
    return shlex.join([*words, "-a", f"job={job.jobid}"])
