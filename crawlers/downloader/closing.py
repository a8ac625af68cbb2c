"""Is the crawl about to end? And a sleep that does not outlast it."""

from time import monotonic

from scrapy.crawler import Crawler
from scrapy.utils.asyncio import sleep

_POLL = 0.25


def is_closing(crawler: Crawler) -> bool:
    """Say whether the engine has begun to close.

    Scrapy tells nobody: `spider_closed` is sent when everything in progress is done.
    """
    engine = crawler.engine
    if engine is None or not crawler.crawling:
        return engine is not None
    slot = engine._slot  # noqa: SLF001 -- pinned by tests/downloader/test_contract.py
    return slot is not None and slot.closing is not None


async def sleep_unless_closing(crawler: Crawler, seconds: float) -> None:
    """Sleep, and wake when the crawl closes."""
    end = monotonic() + seconds
    while not is_closing(crawler) and (remaining := end - monotonic()) > 0:
        await sleep(min(_POLL, remaining))
