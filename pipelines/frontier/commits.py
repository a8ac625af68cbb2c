"""What was handed to the writer and is not committed yet."""

from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.crawler import Crawler

from pipelines.frontier.page import Named, Page
from pipelines.frontier.watch import wake
from pipelines.ledger.unit import Committed, Unit
from pipelines.ledger.visits import Link
from pipelines.patience import StorageUnavailableError
from pipelines.session import Session

if TYPE_CHECKING:
    from asyncio import Future


class Commits:
    """Counts what nobody else waits for, and waits for a page's own commits."""

    def __init__(self, crawler: Crawler, session: Session, named: Named) -> None:
        self.count = 0
        self.ending: set[str] = set()  # pages whose end is not committed
        self._crawler = crawler
        self._session = session
        self._named = named
        self._waiting = 0  # pages that can go on only after a commit

    def put(self, link: Link, request: Request | None, hosts: list[str]) -> None:
        """Commit a link of no page: start()'s, say."""
        future = self._session.writer.put(Unit(links=[link], hosts=hosts))
        future.add_done_callback(partial(self._put, link, request))
        self.follow(future)

    def _put(self, link: Link, request: Request | None, future: "Future[Committed]") -> None:
        if future.exception() is None:
            self._named([(link, request)], future.result())

    def follow(self, future: "Future[Committed]") -> None:
        """Count a commit until it is done, and have the engine look again then."""
        self.count += 1
        future.add_done_callback(self._done)

    def _done(self, future: "Future[Committed]") -> None:
        self.count -= 1
        error = future.exception()
        if isinstance(error, StorageUnavailableError):
            self._session.give_up(error)
        wake(self._crawler)

    def end(self, page: Page) -> None:
        """Commit how a page ended that nobody waits for."""
        self.ending.add(page.fingerprint)
        future = page.commit()
        future.add_done_callback(lambda _: self.ending.discard(page.fingerprint))
        self.follow(future)

    async def durable(self, page: Page, pages: int, future: "Future[Any]") -> Any:
        """Wait for a commit of one of so many pages under way.

        It is not kept waiting if there is nothing else to do. A suspect is read and committed as
        quickly as can be, so that its death tells most.
        """
        if future.done():
            return future.result()
        self._waiting += 1
        if page.is_suspect or self._waiting >= pages:
            self._session.writer.hurry()
        try:
            return await future
        finally:
            self._waiting -= 1
