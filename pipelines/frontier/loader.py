"""From rows of the ledger to requests that wait in memory."""

import logging
from asyncio import Future
from collections.abc import Callable
from functools import partial

from scrapy.crawler import Crawler

from pipelines.frontier.queue import RequestQueue
from pipelines.ledger import survey
from pipelines.ledger.payload import to_request
from pipelines.ledger.unit import Unit
from pipelines.ledger.visits import FAILED, NOT_STORABLE, End, Pending
from pipelines.session import Session

logger = logging.getLogger(__name__)
IsOut = Callable[[str], bool]
CHUNK = 10_000  # requests of a host that are loaded at once


class Loader:
    """Loads what an earlier run, or another worker, has left for hosts that are ours.

    `is_out` tells of a fingerprint whether its request is under way, or its end not committed yet:
    it looks pending in the database.
    """

    def __init__(
        self, crawler: Crawler, session: Session, queue: RequestQueue, is_out: IsOut
    ) -> None:
        self._crawler = crawler
        self._session = session
        self._queue = queue
        self._is_out = is_out

    async def load(self, hosts: set[str]) -> None:
        """Load the pending requests of these hosts; raises StorageUnavailableError."""
        if not hosts:
            return
        job, lifo = self._session.job.pk, self._queue.is_lifo
        load = partial(survey.load, job, hosts, CHUNK, lifo=lifo)
        found: dict[str, list[Pending]] = await self._session.writer.call(load)
        for host, rows in found.items():
            self._queue.loaded(host, more=len(rows) == CHUNK)
            for row in rows:
                if not self._is_out(row.fingerprint):
                    self._restore(row)

    def _restore(self, row: Pending) -> None:
        spider = self._crawler.spider
        try:
            request = to_request(row.url, row.method, row.priority, row.payload, spider)
        except (ValueError, TypeError, KeyError) as error:
            # The code has changed since: the callback is gone, say.
            logger.error("Not asked for: %s: %s", row.url, error)  # noqa: TRY400 -- for people
            self._crawler.stats.inc_value("pages/failed")
            self._crawler.stats.inc_value(f"pages/fate/{NOT_STORABLE}")
            end = End(row.fingerprint, row.host, FAILED, NOT_STORABLE, str(error), sent=False)
            self._session.writer.put(Unit(end=end)).add_done_callback(Future.exception)
            return
        self._queue.push(row.fingerprint, row.host, request, row.deaths)
