"""The database: reachable from everywhere, up to date, in step with the clock."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Q
from django.utils import timezone

from webapp.crawls.doctor.finding import Finding, fail, ok, warn
from webapp.crawls.models import Job, Node, Worker

APART = 2.0  # seconds between this clock and the database's


def database() -> Iterator[Finding]:
    """Connect; and see whether an egg, which runs in another folder, would find the same."""
    config = settings.DATABASES["default"]
    name = str(config["NAME"])
    if connection.vendor == "sqlite":
        if not Path(name).is_absolute():
            yield fail(
                f"The database's address is relative ({name}): a job that runs in another folder "
                "would make another one.",
                "Set DATABASE_URL=sqlite:////absolute/path.sqlite3, or an absolute VAR_DIR.",
            )
            return
        place = f"SQLite answers, at {name}"
    else:
        place = f"{connection.display_name} answers, at {config.get('HOST') or 'a socket'}"
    connection.ensure_connection()
    yield ok(f"{place}.")


def migrations() -> Iterator[Finding]:
    """See whether the tables are those that this code writes."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield fail(f"{len(plan)} migrations are not applied.", "Run: python -m webapp migrate")
    else:
        yield ok("All migrations are applied.")


def clock() -> Iterator[Finding]:
    """See whether times are UTC here, and the same as in the database."""
    if settings.TIME_ZONE != "UTC" or time.timezone or time.daylight:
        yield fail(
            f"The time zone is {settings.TIME_ZONE} ({'/'.join(time.tzname)}), so logs have "
            "other hours than scrapyd's.",
            "Set TIME_ZONE = 'UTC' in webapp/settings.py, and unset TZ.",
        )
        return
    apart = abs((_database_time() - timezone.now()).total_seconds())
    if apart > APART:
        yield fail(
            f"This clock and the database's are {apart:.0f} s apart: leases end at a wrong time.",
            "Run a time service (chrony, systemd-timesyncd) on both machines.",
        )
    else:
        yield ok("Times are UTC, and the same in the database.")


def _database_time() -> datetime:
    if connection.vendor == "sqlite":  # it has no clock of its own
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_TIMESTAMP")
        now: datetime = cursor.fetchone()[0]
    return now


def leases() -> Iterator[Finding]:
    """Look for nodes, workers and jobs that say they live and do not."""
    now = timezone.now()
    held = Count("jobs", filter=Q(jobs__state=Job.State.RUNNING))
    for node in Node.objects.filter(until__lt=now).annotate(held=held).filter(held__gt=0):
        yield fail(
            f"The node {node.name} is silent since {node.until:%Y-%m-%d %H:%M} UTC and has jobs.",
            "Start it again, or any other node: it takes over what is left.",
        )
    long_ago = now - timedelta(minutes=1)
    workers = Worker.objects.filter(state=Worker.State.WORKING, until__lt=long_ago).count()
    lost = Job.objects.lost().count()
    if workers or lost:
        yield warn(
            f"{lost} jobs are lost, and {workers} crawling processes are silent.",
            "Run the same command again, or resume the job in the admin: it goes on where it was.",
        )
    machines = Node.objects.living().values("host").distinct().count()
    if connection.vendor == "sqlite" and machines > 1:
        yield fail(
            f"{machines} machines share SQLite, which is made for one.",
            "Use PostgreSQL: docs/howto/postgresql.",
        )
    living = Node.objects.living().count()
    waiting = Job.objects.filter(state=Job.State.PENDING).count()
    if waiting and not living:
        yield fail(
            f"{waiting} jobs wait, and no scrapyd runs that could start them.",
            "Start one: make scrapyd, or make up.",
        )
    elif not (workers or lost):
        yield ok(f"{living} nodes live, {waiting} jobs wait, and no lease is stale.")
