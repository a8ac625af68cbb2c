"""Items that start() yields wait for storage like those of any page."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

MOST = 500  # start items on their way: a full batch of the writer


class StartMiddleware(BaseSpiderMiddleware):
    """Holds start() back while many of its items are on their way: Scrapy itself does not."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pending = 0
        self._fewer = asyncio.Event()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(middleware._item_done, signal=signal)
        return middleware

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Pass everything on, items no faster than they are stored."""
        async for each in start:
            if not isinstance(each, Request):
                self._pending += 1
            yield each
            while self._pending >= MOST:
                self._fewer.clear()
                await self._fewer.wait()

    def process_spider_output(self, response: Response | None, result: Any) -> Any:
        return result

    async def process_spider_output_async(
        self, response: Response | None, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        async for each in result:
            yield each

    def _item_done(self, response: Response | None) -> None:
        if response is None:
            self._pending -= 1
            self._fewer.set()
