"""The scheduler that Scrapy asks what is next, and whether anything is left."""

from functools import partial
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.utils.defer import deferred_from_coro

from pipelines.frontier.commits import Commits
from pipelines.frontier.errback import Errback, plain_errback
from pipelines.frontier.hosts import Hosts
from pipelines.frontier.naming import Naming
from pipelines.frontier.page import CURRENT, Page
from pipelines.frontier.queue import RequestQueue
from pipelines.frontier.watch import wake, watch
from pipelines.ledger import survey, visits
from pipelines.ledger.payload import VISIT
from pipelines.ledger.unit import Committed
from pipelines.ledger.visits import Link
from pipelines.session import Session

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred

# Times CONCURRENT_REQUESTS: pages that are on the wire, are read, or wait for their commit.
# A death costs no more than these a second fetch.
IN_FLIGHT = 4
MOST_COMMITS = 100  # commits that nobody waits for, before start() is held back


class LedgerScheduler(BaseScheduler):
    """Keeps every request as a row, and in memory those that this worker is to send.

    Settings: `LEDGER_QUEUE` (most requests in memory), `LEDGER_BLOOM` (URLs expected, for a Bloom
    filter in place of the set of those seen), `LEDGER_LEASE` (seconds), `LEDGER_RESUME_HOURS`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.session = Session.of(crawler)
        self.pages: dict[str, Page] = {}  # sent and not yet through, by fingerprint
        self.naming = Naming(crawler)
        self.queue = RequestQueue(crawler, crawler.settings.getint("LEDGER_QUEUE"))
        self.hosts = Hosts(crawler, self.session, self.queue, self._is_out)
        # With one request at a time the order is strict: the next one comes after the commit.
        most = crawler.settings.getint("CONCURRENT_REQUESTS")
        self._most = most if most <= 1 else IN_FLIGHT * most
        self.commits = Commits(crawler, self.session, self._named)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open(self, spider: Any) -> "Deferred[None]":
        return deferred_from_coro(self._open())

    async def _open(self) -> None:
        try:
            await self.session.open()
        except CloseSpider:  # the storing pipeline says it again, where Scrapy can bear it
            return
        watch(self.crawler, self._left)
        if not self.session.job.is_new:
            await self._remember()
        await self.hosts.open()

    async def _remember(self) -> None:
        """Learn what earlier runs, and other workers, have named and read."""
        job, call = self.session.job.pk, self.session.writer.call
        items = await call(partial(survey.items_of, job))
        self.crawler.stats.set_value("others/items_stored", items)
        remember = getattr(self.crawler.spider, "remember", None)
        last = 0
        while rows := await call(partial(survey.remembered, job, last)):
            last = rows[-1].pk
            for row in rows:
                self.naming.remember(row.fingerprint)
            if remember is not None:
                remember([(row.url, row.was_read) for row in rows])

    def close(self, reason: str) -> "Deferred[None] | None":
        return deferred_from_coro(self._close()) if self.session.is_open else None

    async def _close(self) -> None:
        await self.hosts.close()

    def has_pending_requests(self) -> bool:
        if not self.session.is_open:
            return False
        if self.commits.count or self.pages or len(self.queue):
            return True
        return not self.hosts.is_over()

    def needs_backout(self) -> bool:
        """Say whether enough is under way; asked by crawlers.downloader."""
        return self.commits.count >= MOST_COMMITS or 0 < self._most <= len(self.pages)

    def next_request(self) -> Request | None:
        found = self.hosts.next(at_rest=not self.pages and not self.commits.count)
        # What is started from here on belongs to no page.
        CURRENT.set(None)
        if found is None:
            return None
        fingerprint, host, request, deaths = found
        page = Page(fingerprint, host, self.session.writer, self._named, is_suspect=bool(deaths))
        self.pages[fingerprint] = page
        request.meta[VISIT] = fingerprint
        request.errback = Errback(self.crawler, page, request.errback)
        self.crawler.stats.inc_value("scheduler/dequeued")
        return request

    def enqueue_request(self, request: Request) -> bool:
        if not self.session.is_open:
            return False
        page = CURRENT.get()
        request.errback = plain_errback(request.errback)
        origin = self.pages.get(request.meta.pop(VISIT, "")) if page is None else None
        if origin is None:
            return self._name(request, page)
        return self._follow(request, origin)

    def _follow(self, request: Request, origin: Page) -> bool:
        """Take what a downloader middleware made of a request: another try, or a redirect."""
        plain = origin.fingerprint.partition("#")[0]
        if request.dont_filter and self.naming.fingerprint(request) == plain:
            link = self.naming.again(request, origin.fingerprint)
            if not link.fate:
                origin.ended(visits.PENDING, "")
                origin.end.again = link
                origin.links.append((link, request))
                return True
        is_new = self._name(request, origin)
        if not is_new and request.url in request.meta.get("redirect_urls", ()):
            origin.ended(visits.FAILED, visits.REDIRECT_LOOP)
        origin.ended(visits.DONE, visits.REDIRECTED, request.url)
        return is_new

    def _name(self, request: Request, page: Page | None) -> bool:
        parent = page.fingerprint if page is not None else ""
        is_start = bool(request.meta.get("is_start_request")) and page is None
        link = self.naming.link(request, parent, is_start=is_start)
        if link is None:
            return False
        self.crawler.stats.inc_value("scheduler/enqueued")
        self._keep(link, None if link.fate else request, page)
        return not link.fate

    def refuse(self, request: Request, fate: str) -> None:
        """Note a URL that will not be asked for: offsite, say."""
        page = CURRENT.get()
        request.errback = plain_errback(request.errback)
        origin = self.pages.get(request.meta.get(VISIT, "")) if page is None else page
        if origin is not None and page is None:
            origin.ended(visits.DONE, visits.REDIRECTED, request.url)
        link = self.naming.link(request, origin.fingerprint if origin is not None else "")
        if link is not None and self.session.is_open:
            link.state, link.fate, link.payload = visits.REFUSED, fate, ""
            self._keep(link, None, origin)

    def _keep(self, link: Link, request: Request | None, page: Page | None) -> None:
        hosts = self.hosts.new(link.host) if request is not None else []
        if page is not None and not page.is_closed:
            page.links.append((link, request))
            page.hosts += hosts
            return
        self.commits.put(link, request, hosts)
        if not self.pages:
            self.session.writer.hurry()

    def _named(self, links: list[tuple[Link, Request | None]], committed: Committed) -> None:
        """Queue what was committed, and is new, and goes to a host that is ours."""
        self.hosts.got(committed.hosts)
        for link, request in links:
            if request is not None and link.fingerprint not in committed.known:
                self.hosts.push(link.fingerprint, link.host, request)
        if links:
            wake(self.crawler)

    def _is_out(self, fingerprint: str) -> bool:
        return fingerprint in self.pages or fingerprint in self.commits.ending

    def _left(self, request: Request) -> None:
        """Hear that a request has left the engine: whatever became of it, it has ended."""
        page = self.pages.pop(request.meta.get(VISIT, ""), None)
        if page is None:
            return
        if not page.is_closed:
            if not page.end.fate and page.end.state == visits.DONE:
                page.ended(visits.FAILED, visits.OTHER, "it left the engine without an answer")
            self.commits.end(page)
        # Last: a host is given away only after what is known of its pages.
        self.hosts.is_back(page)
