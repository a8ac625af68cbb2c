"""Field coverage of a job, from what its workers counted, and what is usual for its spider."""

from collections import Counter
from statistics import median

from django.db import transaction

from webapp.crawls.models import Coverage, Job

PREFIX = "coverage/"  # in a worker's statistics: pipelines.coverage writes it


def counted(job: Job) -> dict[str, tuple[int, Counter[str]]]:
    """Return for each kind the items that a job's workers counted, and how many had each field."""
    items: Counter[str] = Counter()
    fields: dict[str, Counter[str]] = {}
    for stats in job.workers.values_list("stats", flat=True):
        for name, counts in stats.items():
            if name.startswith(PREFIX):
                kind = name.removeprefix(PREFIX)
                items[kind] += counts["items"]
                fields.setdefault(kind, Counter()).update(counts["fields"])
    return {kind: (items[kind], fields[kind]) for kind in items}


def measure(job: Job) -> list[Coverage]:
    """Store a job's coverage, one row for each kind; the same again if it is called again."""
    with transaction.atomic():
        return [
            Coverage.objects.update_or_create(
                job=job, kind=kind, defaults={"items": items, "filled": filled}
            )[0]
            for kind, (items, filled) in sorted(counted(job).items())
        ]


def earlier(row: Coverage, most: int) -> list[Coverage]:
    """Return the coverage of the last finished jobs of the same spider before this one."""
    rows = Coverage.objects.filter(
        kind=row.kind,
        job__spider=row.job.spider,
        job__state=Job.State.FINISHED,
        job__pk__lt=row.job_id,
        items__gt=0,
    )
    return list(rows.order_by("-job")[:most])


def drops(row: Coverage, usual: list[Coverage]) -> dict[str, tuple[float, float]]:
    """Return for each field its share now and the middle of its shares, in per cent."""
    fields = {field for each in usual for field in each.filled}
    return {
        field: (row.share(field), median(each.share(field) for each in usual))
        for field in sorted(fields)
    }
