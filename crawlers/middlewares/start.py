"""Items that start() yields wait for storage like those of any page."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.asyncio import call_later

MOST = 500  # start items on their way: a full batch of the writer
WATCH = 0.02  # seconds


class StartMiddleware:
    """Holds start() back while many of its items are on their way: Scrapy itself does not."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._pending = 0
        self._fewer = asyncio.Event()
        self._listening = False
        self._watching = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Pass everything on, items no faster than they are stored."""
        async for each in start:
            if not isinstance(each, Request):
                self._listen()
                self._pending += 1
            yield each
            while self._pending >= MOST:
                self._fewer.clear()
                await self._fewer.wait()

    def _listen(self) -> None:
        """Hear of items from now on: each listener costs every item of a crawl a task."""
        if not self._listening:
            self._listening = True
            for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
                self.crawler.signals.connect(self._item_done, signal=signal)

    def _item_done(self, response: Response | None) -> None:
        if response is None:
            self._pending -= 1
            self._fewer.set()
            self._watch_closing()

    def _watch_closing(self) -> None:
        """Tell a closing scraper that the last start item is through.

        Scrapy 2.19 asks itself only after responses: a crawl that is stopped while start items are
        being stored would never end.
        """
        scraper = self.crawler.engine.scraper
        slot = scraper.slot
        if slot is None or slot.closing is None or slot.closing.called or self._watching:
            return
        if slot.is_idle():
            scraper._check_if_closing()  # noqa: SLF001 -- pinned by tests/middlewares/test_start.py
        else:
            self._watching = True
            call_later(WATCH, self._watch_again)

    def _watch_again(self) -> None:
        self._watching = False
        self._watch_closing()
