"""Memory does not grow with the crawl."""

import os

from tests.crawling import MANY, running_crawl
from tests.measuring import peak_memory
from webapp.catalog.models import Book

ITEMS = int(os.environ.get("TORTURE_ITEMS", "15000"))


def crawl_peak(database, **args):
    """Return the highest resident memory of a crawl in MB."""
    settings = MANY | {"LOG_LEVEL": "WARNING"}
    with running_crawl("many", args=args, settings=settings, env=database.env) as process:
        peak = peak_memory(process)
        assert process.wait(10) == 0
    return peak


def test_memory_is_bounded_whatever_the_number_of_items(database):
    few = crawl_peak(database, n=3000)
    many = crawl_peak(database, n=ITEMS)
    assert Book.objects.count() == ITEMS
    # Room for the keys that were seen: 75 MB for a million, and the allocator's mood.
    assert many < few + 25 + ITEMS / 1_000_000 * 75
    assert many < 400
