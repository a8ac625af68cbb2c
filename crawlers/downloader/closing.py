"""Is the crawl about to end? And a sleep that does not outlast it."""

from time import monotonic

from scrapy.crawler import Crawler
from scrapy.utils.asyncio import sleep

_POLL = 0.25


def is_closing(crawler: Crawler) -> bool:
    """Say whether the engine has begun to close.

    Scrapy tells nobody: `spider_closed` is sent when everything in progress is done.
    """
    # Pinned by tests/downloader/test_contract.py. `crawler.crawling` does not tell: `scrapy shell`
    # fetches without it.
    engine = crawler.engine
    slot = engine._slot  # noqa: SLF001
    return engine._stopping or (slot is not None and slot.closing is not None)  # noqa: SLF001


async def sleep_unless_closing(crawler: Crawler, seconds: float) -> None:
    """Sleep, and wake when the crawl closes."""
    end = monotonic() + seconds
    while not is_closing(crawler) and (remaining := end - monotonic()) > 0:
        await sleep(min(_POLL, remaining))
