"""`-a limit=N`: exactly N items, then an end that says so."""

import asyncio
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware


class LimitMiddleware(BaseSpiderMiddleware):
    """Lets the first N items of a spider through and closes it with the reason `limit`."""

    def __init__(self, crawler: Crawler, limit: int) -> None:
        super().__init__(crawler)
        self._limit = limit
        self._given = 0
        self._closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        limit = getattr(crawler.spider, "args", {}).get("limit")
        if limit is None:
            raise NotConfigured
        return cls(crawler, limit)

    def get_processed_item(self, item: Any, response: Response | None) -> Any:
        """Return the item, or None once the limit is reached."""
        # A crawl that is continued has some already.
        earlier = self.crawler.stats.get_value("others/items_stored", 0)
        if self._given + earlier >= self._limit:
            self._close()
            return None
        self._given += 1
        if self._given + earlier == self._limit:
            self._close()
        return item

    def _close(self) -> None:
        if self._closing is None:
            close = self.crawler.engine.close_spider_async(reason="limit")
            self._closing = asyncio.ensure_future(close)
