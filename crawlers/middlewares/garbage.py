"""Garbage is looked for by the bytes of pages, not by the number of objects."""

import gc
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response

PAGES = 4 * 1024 * 1024  # bytes of pages after which garbage is looked for
# Items that wait for storage are many young objects that are no garbage: looking at them at
# Python's own (700, 10, 10) takes 65 µs of CPU an item, a third of all that storing it costs.
THRESHOLDS = (50_000, 20, 50)


class GarbageMiddleware:
    """Looks for garbage before a callback begins to read a page, every 4 MiB of pages.

    A response and its selector refer to each other, so a page and its tree are freed only when
    Python looks for cycles, and that counts objects: 8 pages of 16 MiB left 640 MB.
    """

    def __init__(self) -> None:
        self._bytes = 0
        self._thresholds = gc.get_threshold()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls()
        crawler.signals.connect(middleware.on_engine_started, signal=signals.engine_started)
        crawler.signals.connect(middleware.on_engine_stopped, signal=signals.engine_stopped)
        return middleware

    def on_engine_started(self) -> None:
        """Set what was imported apart, and look less often."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(*THRESHOLDS)

    def on_engine_stopped(self) -> None:
        """Leave the process as it was."""
        gc.set_threshold(*self._thresholds)
        gc.unfreeze()

    def process_spider_output(self, response: Response, result: Iterable[Any]) -> Iterator[Any]:
        self._look(response)
        yield from result

    async def process_spider_output_async(
        self, response: Response, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        self._look(response)
        async for each in result:
            yield each

    def _look(self, response: Response) -> None:
        self._bytes += len(response.body)
        if self._bytes > PAGES:
            self._bytes = 0
            gc.collect()
