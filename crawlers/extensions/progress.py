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
        # Log lines are not broken: an address in them can be copied.
        console = Console(stderr=True, soft_wrap=True, highlight=False)
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._loop = create_looping_call(self._show)
        self._handlers: list[Any] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        wanted = settings.getbool("PROGRESS_ENABLED") and settings.getbool("LOG_ENABLED")
        if not wanted or not sys.stderr.isatty():
            raise NotConfigured
        progress = cls(crawler)
        crawler.signals.connect(progress._start, signal=signals.spider_opened)
        crawler.signals.connect(progress._stop, signal=signals.spider_closed)
        return progress

    def _start(self) -> None:
        self._started = monotonic()
        # Log lines go above the line, not through it; those of a log file stay in the file.
        self._handlers = [
            handler
            for handler in logging.root.handlers
            if isinstance(handler, logging.StreamHandler) and handler.stream is sys.stderr
        ]
        self._live.start()
        self._redirect()
        self._loop.start(self.INTERVAL)

    def _stop(self) -> None:
        if self._loop.running:
            self._loop.stop()
        self._live.stop()
        self._redirect()

    def _redirect(self) -> None:
        for handler in self._handlers:
            handler.setStream(sys.stderr)

    def _show(self) -> None:
        from rich.text import Text  # noqa: PLC0415 -- as in __init__

        self._live.update(Text(self.line(), no_wrap=True, overflow="ellipsis"), refresh=True)

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
            f"{'' if self.crawler.crawling else ' - stopping, once more to force'}"
        )
