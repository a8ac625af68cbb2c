"""Mining a made-up forge: `python -m benchmarks.miner '{"commits": 1000, "rounds": 3}'`.

In each round from nothing, and then once more, when there is nothing to write.

All CPU counts: this process's, in which SQLite works, and that of the PostgreSQL server's process
that this connection has. The server's helpers are turned off, so that no work is done elsewhere.
"""

import json
import os
import sys
from dataclasses import replace

import django
import psutil

from benchmarks.measure import report

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
os.environ["PGOPTIONS"] = "-c max_parallel_workers_per_gather=0"
django.setup()

from django.db import connection  # noqa: E402 -- after django.setup()
from django.test.utils import CaptureQueriesContext  # noqa: E402

from tests.webapp.mining.forges import Size, make_forge  # noqa: E402
from webapp.catalog.mining import mine_forge  # noqa: E402
from webapp.catalog.models import (  # noqa: E402
    ContributorLanguage,
    ContributorMonth,
    ContributorWork,
    LanguagePair,
    Repository,
    RepositoryMonth,
)

SIZE = Size(repositories=98, contributors=1000, languages=20, days=1500)
SEED = 1


def cpu() -> float:
    """Return the CPU seconds that were used so far, here and by the server for us."""
    times = [psutil.Process().cpu_times()]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            times.append(psutil.Process(cursor.fetchone()[0]).cpu_times())
    return sum(each.user + each.system for each in times)


def measured() -> tuple[float, int, int]:
    """Mine; return CPU seconds, questions and rows written."""
    begin = cpu()
    with CaptureQueriesContext(connection) as queries:
        written = mine_forge()
    return cpu() - begin, len(queries), written


def forget() -> None:
    """Take all results away."""
    for model in (
        ContributorLanguage,
        ContributorMonth,
        ContributorWork,
        LanguagePair,
        RepositoryMonth,
    ):
        model.objects.all().delete()
    Repository.objects.update(**dict.fromkeys(Repository.MINED_FIELDS))


def main() -> None:
    """Make the forge, mine it, and report."""
    given = json.loads(sys.argv[1])
    make_forge(SEED, replace(SIZE, commits=given["commits"]))
    rounds = []
    for _ in range(given["rounds"]):
        forget()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        rounds.append([*measured(), *measured()])
    cpu_, asked, written, again, asked_again, rewritten = zip(*rounds, strict=True)
    report(
        {
            "cpu": cpu_,
            "questions": asked[0],
            "written": written[0],
            "again_cpu": again,
            "again_questions": asked_again[0],
            "again_written": max(rewritten),
            "contributors": ContributorWork.objects.count(),
        }
    )


if __name__ == "__main__":
    main()
