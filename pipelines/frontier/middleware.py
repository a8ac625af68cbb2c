"""The spider middleware nearest to the engine: what a page gives is committed as one."""

import asyncio
from collections.abc import AsyncIterator
from traceback import format_exception
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.http import Response
from twisted.python.failure import Failure

from pipelines.frontier.page import CURRENT, Page
from pipelines.frontier.reader import PageReader
from pipelines.frontier.scheduler import LedgerScheduler
from pipelines.ledger import visits
from pipelines.ledger.payload import VISIT
from pipelines.patience import StorageUnavailableError


class PageMiddleware:
    """Waits, before a callback runs, until the database knows of the request; commits after it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._most = crawler.settings.getint("CONCURRENT_ITEMS")
        self._closing: asyncio.Future[None] | None = None
        crawler.signals.connect(self._spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self._spider_error, signal=signals.spider_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("LEDGER_ENABLED"):
            raise NotConfigured
        return cls(crawler)

    def _spider_opened(self) -> None:
        # The reader below starts the items: the engine's own tasks for every response, that would
        # wait in vain, cost 0.16 ms of CPU a page.
        self.crawler.engine.scraper.concurrent_items = 1

    def process_spider_input(self, response: Response) -> None:
        """Say whose callback runs from here on."""
        page = self._page(response)
        CURRENT.set(page)
        if page is not None:
            seconds = response.request.meta.get("download_latency") if response.request else None
            page.answered(response.status, len(response.body), seconds)

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        """Read all that a callback yields, and yield nothing: it is in the ledger's hands."""
        page = self._page(response)
        if page is None or page.is_closed:
            async for each in result:
                yield each
            return
        reader = PageReader(self.crawler, page, response, self._most)
        scheduler = self._scheduler
        try:
            if page.marked is not None:
                await scheduler.commits.durable(page, len(scheduler.pages), page.marked)
            page.is_collecting = True
            try:
                await reader.read(result)
            except CloseSpider as error:
                page.ended(visits.PENDING, "")
                self._close(error)
                raise
            except Exception as error:
                page.ended(visits.FAILED, visits.CALLBACK_ERROR, "".join(format_exception(error)))
                raise
            finally:
                await reader.settle()
                await scheduler.commits.durable(page, len(scheduler.pages), page.commit())
                await reader.finish()
        except StorageUnavailableError as error:
            page.is_closed = True
            scheduler.session.give_up(error)

    def _close(self, error: CloseSpider) -> None:
        """Close at once, as Scrapy would: after the commit more pages are on their way."""
        close = self.crawler.engine.close_spider_async(reason=error.reason or "cancelled")
        self._closing = asyncio.ensure_future(close)

    def _spider_error(self, failure: Failure, response: Response | None) -> None:
        """Hear of a callback that raised before there was anything to read."""
        page = self._page(response) if isinstance(response, Response) else None
        if page is not None and not page.is_closed:
            page.ended(visits.FAILED, visits.CALLBACK_ERROR, failure.getTraceback())

    @property
    def _scheduler(self) -> LedgerScheduler:
        scheduler = self.crawler.engine.scheduler
        assert isinstance(scheduler, LedgerScheduler)
        return scheduler

    def _page(self, response: Response) -> Page | None:
        request = response.request
        engine = self.crawler.engine
        if request is None or not isinstance(engine.scheduler, LedgerScheduler):
            return None
        return engine.scheduler.pages.get(request.meta.get(VISIT, ""))
