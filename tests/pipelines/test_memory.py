"""Memory does not grow with the crawl."""

import os
import subprocess

from tests.crawling import MANY, ROOT, command, environment
from webapp.catalog.models import Book

ITEMS = int(os.environ.get("TORTURE_ITEMS", "15000"))


def peak_memory(database, **args):
    """Return the highest resident memory of a crawl in MB."""
    process = subprocess.Popen(
        command("many", args=args, settings=MANY | {"LOG_LEVEL": "WARNING"}),
        cwd=ROOT,
        env=environment(database.env),
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss / 1024


def test_memory_is_bounded_whatever_the_number_of_items(database):
    few = peak_memory(database, n=3000)
    many = peak_memory(database, n=ITEMS)
    assert Book.objects.count() == ITEMS
    # Room for the keys that were seen: 75 MB for a million, and the allocator's mood.
    assert many < few + 25 + ITEMS / 1_000_000 * 75
    assert many < 400
