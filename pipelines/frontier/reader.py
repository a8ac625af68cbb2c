"""Reads what a callback yields: items into the pipelines, requests into the ledger."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from pipelines.frontier.page import ITEM, Page, ParkedItem
from pipelines.ledger.payload import VISIT

# A page of more items is committed in instalments; its end comes with the last.
INSTALMENT = 500
TURN = 50  # outputs after which the event loop gets a turn


class PageReader:
    """Takes the engine's place for one page, so that all its items can wait for one commit.

    Scrapy takes CONCURRENT_ITEMS of them at a time, and the next only when one is stored: a page
    of more items than that could never be committed at once. `most` bounds how many are on their
    way through the pipelines that come before the storing one.
    """

    def __init__(self, crawler: Crawler, page: Page, response: Response, most: int) -> None:
        self._crawler = crawler
        self._page = page
        self._response = response
        self._most = max(most, 1)
        self._tasks: set[asyncio.Task[None]] = set()
        self._unsettled = 0
        self._fewer = asyncio.Event()

    async def read(self, result: AsyncIterator[Any]) -> None:
        """Take everything that the callback yields."""
        count = 0
        async for output in result:
            if isinstance(output, Request):
                # Copied meta: it is a request of its own all the same.
                output.meta.pop(VISIT, None)
                self._crawler.engine.crawl(output)
            elif output is not None:
                await self._start(output)
            count += 1
            if count % TURN == 0:
                await asyncio.sleep(0)

    async def settle(self) -> None:
        """Wait until each item either waits for the commit or was dropped on its way."""
        await self._until(lambda: self._unsettled == 0)

    async def finish(self) -> None:
        """Wait until everybody was told what became of the items."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _start(self, item: Any) -> None:
        if self._unsettled >= self._most:
            await self._until(lambda: self._unsettled < self._most)
        if len(self._page.parked) >= INSTALMENT:
            await self.settle()
            await self._page.commit(last=False)
        self._unsettled += 1
        parked = ParkedItem(self._page, self._settled)
        token = ITEM.set(parked)
        scraper = self._crawler.engine.scraper
        task = asyncio.create_task(scraper.start_itemproc_async(item, response=self._response))
        ITEM.reset(token)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: parked.settle())

    def _settled(self) -> None:
        self._unsettled -= 1
        self._fewer.set()

    async def _until(self, enough: Callable[[], bool]) -> None:
        while not enough():
            self._fewer.clear()
            await self._fewer.wait()
