"""Every page asked for is counted once, with its fate."""

from types import MethodType
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware
from twisted.python.failure import Failure

from crawlers.fates import REFUSED, Fate, fate_of


class AccountingMiddleware(BaseSpiderMiddleware):
    """Counts pages received, failed and refused in the statistics.

    `pages/received`: answers that reached the spider's side, robots.txt and redirects apart.
    `pages/failed`, `pages/refused` and `pages/fate/<fate>`: what did not become a page, and why.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = super().from_crawler(crawler)
        connect = crawler.signals.connect
        connect(middleware.on_spider_error, signal=signals.spider_error)
        connect(middleware.on_item_error, signal=signals.item_error)
        connect(middleware.on_request_dropped, signal=signals.request_dropped)
        return middleware

    def process_spider_input(self, response: Response) -> None:
        self.crawler.stats.inc_value("pages/received")

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        """Give a request that nobody watches an errback, so that its failure is counted."""
        if request.errback is None:
            request.errback = self._errback()
        return request

    def _errback(self) -> Any:
        spider: Any = self.crawler.spider
        if not hasattr(spider, "on_failure"):
            # A request can be stored only when its errback is a method of the spider.
            spider.on_failure = MethodType(on_failure, spider)
        return spider.on_failure

    def on_spider_error(self, response: Response | None) -> None:
        """Count a page whose callback raised; an error of start() has no page."""
        if response is not None:
            self._count_failed(Fate.CALLBACK_ERROR)

    def on_item_error(self) -> None:
        """Count an item that a pipeline lost by an error of its own."""
        self.crawler.stats.inc_value("items/errors")

    def on_request_dropped(self, request: Request) -> None:
        """Count a page that sends its reader in a circle.

        The way back is a duplicate, which the scheduler drops without calling an errback. A
        redirect to a page that was met before is no failure: that page has its own fate.
        """
        if request.url in request.meta.get("redirect_urls", ()):
            self._count_failed(Fate.REDIRECT_LOOP)

    def _count_failed(self, fate: Fate) -> None:
        self.crawler.stats.inc_value("pages/failed")
        self.crawler.stats.inc_value(f"pages/fate/{fate}")


def on_failure(spider: Spider, failure: Failure) -> None:
    """Count a page that could not be had, and let Scrapy log it as ever."""
    count_failure(spider.crawler, failure)
    failure.raiseException()


def count_failure(crawler: Crawler, failure: Failure) -> None:
    """Count one page that failed, was refused, or was not asked for because the crawl ended."""
    fate = fate_of(failure.value) if failure.value is not None else Fate.OTHER
    total = "cancelled" if fate == Fate.CANCELLED else "refused" if fate in REFUSED else "failed"
    crawler.stats.inc_value(f"pages/{total}")
    crawler.stats.inc_value(f"pages/fate/{fate}")
