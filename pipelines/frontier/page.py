"""A request that was handed out, and all that came of it until that is committed."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar
from functools import partial
from time import monotonic
from typing import Any

from scrapy import Request

from pipelines.ledger.unit import Committed, Entry, Unit
from pipelines.ledger.visits import End, Link
from pipelines.writer import Writer

Named = Callable[[list[tuple[Link, Request | None]], Committed], None]

# Whose callback, errback or item is running: inherited by every task that it starts.
CURRENT: ContextVar["Page | None"] = ContextVar("page", default=None)
ITEM: ContextVar["ParkedItem | None"] = ContextVar("item", default=None)


class Page:
    """Collects a page's items and links until its callback is through; then commits all at once.

    `is_suspect`: a worker died while it read this page.
    """

    def __init__(
        self, fingerprint: str, host: str, writer: Writer, named: Named, *, is_suspect: bool
    ) -> None:
        self.fingerprint = fingerprint
        self.host = host
        self.is_suspect = is_suspect
        self.is_collecting = False
        self.is_closed = False
        self.end = End(fingerprint, host)
        self.parked: list[tuple[Entry, asyncio.Future[Any]]] = []
        self.links: list[tuple[Link, Request | None]] = []
        self.hosts: list[str] = []
        self._writer = writer
        self._named = named
        self._outcomes: Counter[str] = Counter()
        self._started = monotonic()
        self.marked: asyncio.Future[Any] | None = None  # done when the database knows it is read

    def answered(self, status: int, size: int, seconds: float | None) -> None:
        """Keep what the answer was: status, bytes of its body, seconds until it was there.

        The database is told that it is about to be read: if that kills the process, the next one
        must know. What is only on its way cannot kill anybody.
        """
        self.marked = self._writer.put(Unit(read=self.fingerprint))
        self.marked.add_done_callback(asyncio.Future.exception)  # a page that failed awaits it not
        self.end.status, self.end.size, self.end.received = status, size, True
        self.end.seconds = monotonic() - self._started if seconds is None else seconds

    def ended(self, state: str, fate: str, text: str = "") -> None:
        """Keep what became of it; the first word stands."""
        if not self.end.fate:
            self.end.state, self.end.fate, self.end.text = state, fate, text
            if self.end.seconds is None:
                self.end.seconds = monotonic() - self._started

    def commit(self, *, last: bool = True) -> "asyncio.Future[Committed]":
        """Hand over what is there; with `last` also how the page ended."""
        unit = Unit([entry for entry, _ in self.parked], [link for link, _ in self.links])
        unit.hosts = self.hosts
        if last:
            self.is_closed, self.is_collecting = True, False
            self.end.earlier = self._outcomes
            self.end.is_marked = self.marked is not None
            unit.end = self.end
        future = self._writer.put(unit)
        future.add_done_callback(partial(self._committed, self.parked, self.links))
        self.parked, self.links, self.hosts = [], [], []
        return future

    def _committed(
        self,
        parked: list[tuple[Entry, asyncio.Future[Any]]],
        links: list[tuple[Link, Request | None]],
        future: "asyncio.Future[Committed]",
    ) -> None:
        error = future.exception()
        if error is not None:
            for _, waiting in parked:
                if not waiting.done():
                    waiting.set_exception(error)
            return
        committed = future.result()
        for (_, waiting), result in zip(parked, committed.results, strict=True):
            self._outcomes[result[0]] += 1
            if not waiting.done():
                waiting.set_result(result)
        self._named(links, committed)


class ParkedItem:
    """An item on its way through the pipelines; `settled` is called once it waits for the page."""

    def __init__(self, page: Page, settled: Callable[[], None]) -> None:
        self.page = page
        self.is_parked = False
        self._settled = settled

    def settle(self) -> None:
        """Say that it waits for the commit, or is through without one; once."""
        if not self.is_parked:
            self.is_parked = True
            self._settled()


def park(entry: Entry) -> "asyncio.Future[Any] | None":
    """Keep an entry for its page's commit; None if it belongs to no page that collects."""
    item = ITEM.get()
    if item is None or item.is_parked or not item.page.is_collecting:
        return None
    future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    item.page.parked.append((entry, future))
    item.settle()
    return future
