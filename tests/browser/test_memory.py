"""Memory does not grow with the number of pages. `make torture` renders 500."""

import os
import re
import statistics
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.browser.probe import Probe
from tests.crawling import wait_for

PAGES = int(os.environ.get("TORTURE_BROWSER_PAGES", "100"))
EARLY, LATE = (50, 60), 0.9


def memory(pid):
    """Return the proportional memory (PSS) of a crawl and its browser in MB."""
    total = 0
    with suppress(psutil.Error):
        crawl = psutil.Process(pid)
        for process in (crawl, *crawl.children(recursive=True)):
            with suppress(OSError):
                rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
                total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])
    return total / 1024


@pytest.mark.usefixtures("browser")
def test_memory_stays_as_it_was_after_50_pages(tmp_path, site):
    urls = [f"{site.url}/quotes/js/page/{n % 10 + 1}/?{n}" for n in range(PAGES)]
    settings = {"BROWSER_TABS": 4, "DOWNLOAD_DELAY_LOCAL": 0}
    crawl = Probe(tmp_path, urls, [site.url], settings=settings)
    used = {}  # pages ended → MB

    def ended():
        # Once for each number of pages: waiting for one must not count more than another.
        used.setdefault(crawl.ended, memory(crawl.process.pid))
        return crawl.ended >= PAGES or crawl.process.poll() is not None

    wait_for(ended, seconds=20 + PAGES, what=f"{PAGES} pages")
    pages = crawl.result()
    assert {page.fate for page in pages} == {None}
    early = [size for count, size in used.items() if EARLY[0] <= count < EARLY[1]]
    late = [size for count, size in used.items() if LATE * PAGES <= count < PAGES]
    print(f"after 50: {statistics.median(early):.0f} MB, end: {statistics.median(late):.0f} MB")
    assert statistics.median(late) <= 1.3 * statistics.median(early)
