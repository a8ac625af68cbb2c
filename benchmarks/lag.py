"""How late the event loop is: a task that wants to wake every millisecond."""

import asyncio
from time import monotonic
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

TICK = 0.001  # seconds


class LoopLag:
    """Scrapy extension: measures the loop's lateness while the spider is open."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._late: list[float] = []
        self._probe: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        lag = cls(crawler)
        crawler.signals.connect(lag._start, signal=signals.spider_opened)
        crawler.signals.connect(lag._stop, signal=signals.spider_closed)
        return lag

    def _start(self) -> None:
        self._probe = asyncio.ensure_future(self._measure())

    async def _measure(self) -> None:
        while True:
            before = monotonic()
            await asyncio.sleep(TICK)
            self._late.append(monotonic() - before - TICK)

    def _stop(self) -> None:
        if self._probe is not None:
            self._probe.cancel()
        late = sorted(self._late)
        for name, share in (("p50", 0.5), ("p99", 0.99), ("most", 1.0)):
            value = late[min(len(late) - 1, int(share * len(late)))] if late else 0.0
            self._crawler.stats.set_value(f"lag/{name}", value)
