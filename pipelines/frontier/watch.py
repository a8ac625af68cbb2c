"""Joints with Scrapy's engine that it has no public name for.

Scrapy 2.19 says nowhere that a request has left the engine (downloaded, read, its items through),
and gives nobody a way to wake it. Pinned by tests/pipelines/test_engine_contract.py.
"""

from collections.abc import Callable
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler


class InProgress(set[Request]):
    """The engine's set of requests in progress, which tells when one leaves it."""

    def __init__(self, left: Callable[[Request], None]) -> None:
        super().__init__()
        self._left = left

    def remove(self, request: Request) -> None:
        super().remove(request)
        self._left(request)


def watch(crawler: Crawler, left: Callable[[Request], None]) -> None:
    """Have `left` called with each request that leaves the engine."""
    slot = _slot(crawler)
    assert slot is not None
    slot.inprogress = InProgress(left)


def wake(crawler: Crawler) -> None:
    """Have the engine ask for requests again, and whether it is done."""
    slot = _slot(crawler)
    # Before start() is read the engine is not ready to be asked.
    if slot is not None and slot.closing is None and slot.heartbeat.running:
        slot.nextcall.schedule()


def _slot(crawler: Crawler) -> Any:
    engine = crawler.engine
    return engine._slot if engine is not None else None  # noqa: SLF001
