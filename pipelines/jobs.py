"""The crawl's own record: start, heartbeat, end. All of it runs in the writer's thread."""

import os
import socket
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from pipelines.upsert import Outcome
from webapp.crawls.models import Job

FIGURES = {f"items_{outcome}": f"items/{outcome}" for outcome in Outcome} | {
    "pages": "pages/received",
    "errors": "pages/failed",
}
STATES = {0: Job.State.FINISHED, 3: Job.State.FINISHED, 5: Job.State.FINISHED}
CANCELLED = {"shutdown", "killed", "cancelled"}  # ended by a person; other cuts are limits kept


class NotMigratedError(Exception):
    """The database has not the tables that this code writes."""


def check_tables() -> None:
    """Raise NotMigratedError unless every migration is applied."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        raise NotMigratedError(
            f"{len(plan)} migrations are not applied to the database: "
            "run `python -m webapp migrate`, then crawl again"
        )


def start_job(jobid: str | None, spider: str, arguments: Mapping[str, Any], version: str) -> int:
    """Write the job's row and return its primary key; the same job id again is the same row."""
    check_tables()
    now = timezone.now()
    values = {
        "spider": spider,
        "arguments": plain(arguments),
        "state": Job.State.RUNNING,
        "started": now,
        "heartbeat": now,
        "ended": None,
        "finish_reason": "",
        "exit_code": None,
        "version": version,
        "host": socket.gethostname(),
        "pid": os.getpid(),
    }
    if jobid is None:
        return Job.objects.create(**values).pk
    job, _ = Job.objects.update_or_create(jobid=jobid, defaults=values)
    return job.pk


def beat(job: int, stats: Mapping[str, Any]) -> None:
    """Say that the crawl lives, and how far it is."""
    Job.objects.filter(pk=job).update(heartbeat=timezone.now(), **_figures(stats))


def finish(job: int, reason: str, exit_code: int, stats: Mapping[str, Any]) -> None:
    """Write how the crawl ended."""
    now = timezone.now()
    state = STATES.get(exit_code, Job.State.FAILED)
    if reason in CANCELLED:
        state = Job.State.CANCELLED
    Job.objects.filter(pk=job).update(
        state=state,
        heartbeat=now,
        ended=now,
        finish_reason=reason[:100],
        exit_code=exit_code,
        **_figures(stats),
    )


def _figures(stats: Mapping[str, Any]) -> dict[str, Any]:
    figures = {column: stats.get(name, 0) for column, name in FIGURES.items()}
    return figures | {"stats": plain(stats)}


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as JSON holds them: moments as ISO 8601, what JSON does not know as text."""
    return {str(name): _plain(value) for name, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return plain(value)
    if isinstance(value, list | tuple | set):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | float | bool) else str(value)
