"""Which pending jobs a node takes: the highest priority, and of one priority, fairly."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import Count, F, QuerySet
from django.utils import timezone

from webapp.crawls.models import Job


def claim(node: int, projects: Sequence[str], count: int) -> list[Job]:
    """Take up to so many pending jobs; no other node can take them then.

    Over all projects the highest priority comes first; of one priority, the project that has the
    fewest running, then the one that waited longest; of one project, what was asked for first.
    """
    if not Job.objects.filter(state=Job.State.PENDING).exists():
        return []
    with transaction.atomic():
        chosen = _fairest(_heads(projects, count), count)
        now = timezone.now()
        taken = Job.objects.filter(pk__in=chosen, state=Job.State.PENDING)
        taken.update(
            state=Job.State.RUNNING,
            node=node,
            attempt=F("attempt") + 1,
            started=now,
            heartbeat=now,
            pid=None,
            born=None,
            signal="",
        )
        found = {job.pk: job for job in Job.objects.filter(pk__in=chosen).defer("stats")}
    return [found[pk] for pk in chosen]


def _heads(projects: Sequence[str], count: int) -> list[Job]:
    """Return the first jobs of each project's queue, locked."""
    heads: list[Job] = []
    for project in projects:
        pending: QuerySet[Job] = Job.objects.filter(state=Job.State.PENDING, project=project)
        if connection.features.has_select_for_update_skip_locked:
            pending = pending.select_for_update(skip_locked=True, of=("self",))
        heads += pending.order_by("-priority", "pk").only("pk", "project", "priority")[:count]
    return heads


def _fairest(heads: list[Job], count: int) -> list[int]:
    running = Job.objects.filter(state=Job.State.RUNNING, node__isnull=False)
    shares = Counter(dict(running.order_by().values_list("project").annotate(number=Count("pk"))))
    waited = {project: _last_start(project) for project in {job.project for job in heads}}
    chosen: list[int] = []
    while heads and len(chosen) < count:
        best = min(
            heads,
            key=lambda job: (-job.priority, shares[job.project], waited[job.project], job.pk),
        )
        heads.remove(best)
        shares[best.project] += 1
        waited[best.project] = timezone.now()
        chosen.append(best.pk)
    return chosen


def _last_start(project: str) -> datetime:
    started = Job.objects.filter(project=project, attempt__gt=0).order_by("-started")
    return started.values_list("started", flat=True).first() or datetime.min.replace(tzinfo=UTC)
