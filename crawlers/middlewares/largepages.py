"""Large pages are freed before the next one is read."""

import gc
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.http import Response

LARGE = 1024 * 1024  # bytes


class LargePagesMiddleware:
    """Looks for garbage before a callback begins to read a large page.

    A response and its selector refer to each other, so a page and its tree are freed only when
    Python looks for cycles, and that counts objects, not bytes: 8 pages of 16 MiB left 640 MB.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls()

    def process_spider_output(self, response: Response, result: Iterable[Any]) -> Iterator[Any]:
        if len(response.body) > LARGE:
            gc.collect()
        yield from result

    async def process_spider_output_async(
        self, response: Response, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        if len(response.body) > LARGE:
            gc.collect()
        async for each in result:
            yield each
