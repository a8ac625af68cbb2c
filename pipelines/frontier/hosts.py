"""Which hosts this worker has: it sends requests to no other."""

import asyncio
from asyncio import Future
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import call_later, create_looping_call

from pipelines.frontier.loader import IsOut, Loader
from pipelines.frontier.page import Page
from pipelines.frontier.queue import RequestQueue, Waiting
from pipelines.frontier.watch import wake
from pipelines.ledger import survey
from pipelines.ledger.visits import Host
from pipelines.patience import StorageUnavailableError
from pipelines.session import Session

AT_REST = 1.0  # seconds between two looks of a worker that has nothing to do


@dataclass(slots=True)
class HostState:
    """What this worker knows of a host."""

    is_ours: bool = False
    flying: int = 0  # requests that are sent and not yet through
    is_leaving: bool = False  # to be given away once nothing flies
    delay: float = 0.0  # as the database was told


class Hosts:
    """Looks, now and then, at the whole frontier; takes hosts, gives hosts, loads requests."""

    def __init__(
        self, crawler: Crawler, session: Session, queue: RequestQueue, is_out: IsOut
    ) -> None:
        self._crawler = crawler
        self._session = session
        self._queue = queue
        self._loader = Loader(crawler, session, queue, is_out)
        self._book: dict[str, HostState] = {}
        self._lease = crawler.settings.getfloat("LEDGER_LEASE")
        self._looks = create_looping_call(self._look)
        self._looking: asyncio.Task[None] | None = None
        self._looked = monotonic()
        self._over = False
        self._named = 0  # a look that was begun before the last request was named tells nothing

    async def open(self) -> None:
        """Take what is free, and look again and again."""
        await self._survey(at_rest=False)
        self._looks.start(min(2.0, self._lease / 5), now=False)

    async def close(self) -> None:
        """Let everything go."""
        if self._looks.running:
            self._looks.stop()
        if self._looking is not None:
            await self._looking
        job = self._session.job
        try:
            await self._session.writer.call(partial(survey.give_all, job.pk, job.worker))
        except StorageUnavailableError:
            return

    def new(self, host: str) -> list[str]:
        """Return the host if it is met for the first time."""
        self._over = False
        self._named += 1
        if host in self._book:
            return []
        self._book[host] = HostState()
        return [host]

    def got(self, hosts: set[str]) -> None:
        """Note that these hosts are ours."""
        for host in hosts:
            self._book.setdefault(host, HostState()).is_ours = True

    def push(self, fingerprint: str, host: str, request: Request) -> None:
        """Queue a request if its host is ours; if not, its worker finds it in the database."""
        state = self._book[host]
        if state.is_ours and not state.is_leaving:
            self._queue.push(fingerprint, host, request)

    def next(self, *, at_rest: bool) -> Waiting | None:
        """Return the next request that may be sent; `at_rest`: none is under way."""
        if monotonic() - self._looked > self._lease:
            # We were stopped, or the database was away: others may have our hosts by now.
            self._look()
            return None
        found = self._queue.pop(at_rest=at_rest)
        if found is not None:
            self._book[found.host].flying += 1
        elif self._queue.left_out():
            self._look()
        return found

    def is_back(self, page: Page) -> None:
        """Note that a request is through."""
        self._queue.is_back(page.fingerprint)
        state = self._book[page.host]
        state.flying -= 1
        if state.is_leaving and not state.flying:
            self._give([page.host])

    def is_over(self) -> bool:
        """Whether nothing is left for anybody; if that is not known, find out."""
        if not self._over:
            self._look()
        return self._over

    def _look(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._survey(at_rest=not len(self._queue)))

    async def _survey(self, *, at_rest: bool) -> None:
        job, call = self._session.job, self._session.writer.call
        named = self._named
        try:
            found = await call(partial(survey.survey, job.pk, job.worker, at_rest=at_rest))
            self._looked = monotonic()
            tables = self._session.tables
            tables.shared |= found.is_shared
            tables.claims = not found.surplus
            for host in found.gained:
                self._gain(host)
            wanted = set(found.waiting) | {host.name for host in found.gained}
            wanted = (wanted | self._queue.left_out()) - self._queue.hosts()
            await self._loader.load({host for host in wanted if self._may_load(host)})
            self._share(found.surplus)
            await self._tell_pace()
        except StorageUnavailableError as error:
            self._session.give_up(error)
            return
        if at_rest and not len(self._queue):
            self._over = found.is_over and named == self._named
            if not self._over:
                call_later(AT_REST, wake, self._crawler)
                return
        wake(self._crawler)

    def _gain(self, host: Host) -> None:
        state = self._book.setdefault(host.name, HostState())
        state.is_ours, state.is_leaving, state.delay = True, False, host.delay
        take_over: Any = getattr(self._crawler.engine.downloader, "take_over", None)
        if take_over is not None:
            take_over(host.name, host.delay, host.wait)

    def _may_load(self, host: str) -> bool:
        state = self._book.setdefault(host, HostState(is_ours=True))
        return state.is_ours and not state.is_leaving

    def _share(self, surplus: int) -> None:
        """Give hosts to workers that have fewer: first those with nothing on its way."""
        if surplus <= 0:
            return
        ours = [name for name, state in self._book.items() if state.is_ours]
        busy = self._queue.hosts()
        chosen = [name for name in ours if name in busy and not self._book[name].is_leaving]
        chosen.sort(key=lambda name: self._book[name].flying)
        for name in chosen[:surplus]:
            self._book[name].is_leaving = True
            self._queue.drop(name)
        self._give([name for name in chosen[:surplus] if not self._book[name].flying])

    def _give(self, names: list[str]) -> None:
        if not names:
            return
        hosts = [self._pace(name) for name in names]
        self._book |= {name: HostState() for name in names}
        job = self._session.job
        give = self._session.writer.call(partial(survey.give, job.pk, job.worker, hosts))
        give.add_done_callback(Future.exception)  # whoever waits for the next commit says it

    async def _tell_pace(self) -> None:
        """Write delays and pauses that are new, so that whoever takes over keeps them."""
        hosts = [self._pace(name) for name in list(self._crawler.engine.downloader.slots)
                 if name in self._book and self._book[name].is_ours]  # fmt: skip
        new = [
            host for host in hosts if host.delay != self._book[host.name].delay or host.wait > 1
        ]
        for host in new:
            self._book[host.name].delay = host.delay
        if new:
            job = self._session.job
            await self._session.writer.call(partial(survey.keep_pace, job.pk, job.worker, new))

    def _pace(self, name: str) -> Host:
        pace: Any = getattr(self._crawler.engine.downloader, "pace", None)
        return Host(name, *pace(name)) if pace is not None else Host(name)
