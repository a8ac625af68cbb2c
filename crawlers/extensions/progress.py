"""A live line on a terminal: pages, items, rate, queue, errors."""

import logging
import sys
from time import monotonic
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call


class Progress:
    """Shows how far the crawl is while it runs; not on a terminal it is left out."""

    INTERVAL = 0.5  # seconds

    def __init__(self, crawler: Crawler) -> None:
        from rich.console import Console  # noqa: PLC0415 -- 60 ms that only a terminal needs
        from rich.live import Live  # noqa: PLC0415 -- as above

        self.crawler = crawler
        self._started = monotonic()
        self._live = Live(console=Console(stderr=True), auto_refresh=False, transient=True)
        self._loop = create_looping_call(self._show)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not sys.stderr.isatty() or not crawler.settings.getbool("PROGRESS_ENABLED"):
            raise NotConfigured
        progress = cls(crawler)
        crawler.signals.connect(progress._start, signal=signals.spider_opened)
        crawler.signals.connect(progress._stop, signal=signals.spider_closed)
        return progress

    def _start(self) -> None:
        self._live.start()
        # Log lines go above the line, not through it.
        for handler in logging.root.handlers:
            if isinstance(handler, logging.StreamHandler):
                handler.setStream(sys.stderr)
        self._loop.start(self.INTERVAL)

    def _stop(self) -> None:
        if self._loop.running:
            self._loop.stop()
        self._live.stop()
        for handler in logging.root.handlers:
            if isinstance(handler, logging.StreamHandler):
                handler.setStream(sys.stderr)

    def _show(self) -> None:
        from rich.text import Text  # noqa: PLC0415 -- as in __init__

        self._live.update(Text(self.line()), refresh=True)

    def line(self) -> str:
        """Return the line as plain text."""
        get: Any = self.crawler.stats.get_value
        pages, items = get("pages/received", 0), get("item_scraped_count", 0)
        seconds = max(monotonic() - self._started, 0.001)
        queued = get("scheduler/enqueued", 0) - get("scheduler/dequeued", 0)
        spider = self.crawler.spider.name if self.crawler.spider else ""
        return (
            f"{spider}: {pages} pages, {items} items, {pages / seconds:.1f} pages/s, "
            f"{queued} queued, {get('pages/failed', 0)} failed, "
            f"{get('items/rejected', 0)} rejected, {seconds:.0f} s"
        )
