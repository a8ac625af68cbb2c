"""From a request that was yielded to a row of the ledger, unless there is one already."""

import logging
from collections import Counter
from time import time_ns
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler

from pipelines.frontier.seen import Came, Seen, SeenBloom, SeenSet
from pipelines.ledger import visits
from pipelines.ledger.payload import NotStorableError, to_payload
from pipelines.ledger.visits import Link

logger = logging.getLogger(__name__)
MOST_PRIORITY = 2**31 - 1  # that every database holds
AGAIN = "#"  # stands between the fingerprint and the number of a request that is made once more


class Naming:
    """Makes links out of requests; knows which URLs came before."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        expected = crawler.settings.getint("LEDGER_BLOOM")
        self._seen: Seen = SeenBloom(expected) if expected else SeenSet()
        self._starts: Counter[str] = Counter()
        self._known_starts: set[str] = set()
        self._rank = 0

    def remember(self, fingerprint: str) -> None:
        """Note a URL of an earlier run, or of another worker."""
        if AGAIN in fingerprint:
            self._known_starts.add(fingerprint)
        else:
            self._seen.add(fingerprint)

    def fingerprint(self, request: Request) -> str:
        """Return Scrapy's fingerprint of a request as hex digits."""
        fingerprinter: Any = self._crawler.request_fingerprinter
        digits: str = fingerprinter.fingerprint(request).hex()
        return digits

    def link(self, request: Request, parent: str, *, is_start: bool = False) -> Link | None:
        """Return the link for a request; None if it came before.

        One that cannot be stored becomes a link that has failed already.
        """
        plain = self.fingerprint(request)
        came = Came.NEVER
        if not request.dont_filter:
            fingerprint = plain
            came = self._seen.add(plain)
        elif is_start:
            # start() runs again when a crawl is continued: its n-th request for a URL is the same.
            fingerprint = f"{plain}{AGAIN}start{self._starts[plain]}"
            self._starts[plain] += 1
            came = Came.BEFORE if fingerprint in self._known_starts else Came.NEVER
        else:
            fingerprint = f"{plain}{AGAIN}{self._next_rank()}"
        if came is Came.BEFORE:
            self._crawler.stats.inc_value("dupefilter/filtered")
            return None
        link = self._bare(request, fingerprint, parent)
        link.is_certain = came is Came.NEVER
        return link

    def again(self, request: Request, fingerprint: str) -> Link:
        """Return the link for a request that takes the place of one that was sent."""
        return self._bare(request, fingerprint, "")

    def _bare(self, request: Request, fingerprint: str, parent: str) -> Link:
        link = Link(
            fingerprint=fingerprint,
            url=request.url,
            method=request.method[:20],
            payload="",
            priority=max(-MOST_PRIORITY, min(MOST_PRIORITY, request.priority)),
            depth=request.meta.get("depth", 0),
            rank=self._next_rank(),
            parent=parent,
            host=self.host(request),
        )
        try:
            link.payload = to_payload(request, self._crawler.spider)
        except NotStorableError as error:
            self._refuse(link, request, str(error))
        return link

    def _refuse(self, link: Link, request: Request, reason: str) -> None:
        link.state, link.fate, link.text = visits.FAILED, visits.NOT_STORABLE, reason
        # The same URL may be asked for again, in a way that can be stored.
        link.fingerprint = f"{link.fingerprint.partition(AGAIN)[0]}{AGAIN}{link.rank}"
        spider = self._crawler.spider
        logger.error("Not asked for: %s: %s", request, reason, extra={"spider": spider})
        self._crawler.stats.inc_value("pages/failed")
        self._crawler.stats.inc_value(f"pages/fate/{visits.NOT_STORABLE}")

    def host(self, request: Request) -> str:
        """Return the downloader slot of a request: one host has one rate."""
        engine: Any = self._crawler.engine
        slot: str = engine.downloader.get_slot_key(request)
        return slot[:255]

    def _next_rank(self) -> int:
        self._rank = max(self._rank + 1, time_ns() // 1000)
        return self._rank
