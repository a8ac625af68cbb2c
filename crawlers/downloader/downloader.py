"""Scrapy's downloader with hosts that can be slowed, paused and, at the end, let go of."""

from collections.abc import Coroutine
from time import monotonic, time
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.settings import SETTINGS_PRIORITIES
from scrapy.utils.asyncio import AsyncioLoopingCall, call_later, create_looping_call
from twisted.python.failure import Failure

from crawlers.downloader.closing import is_closing
from crawlers.downloader.errors import CancelledError
from crawlers.downloader.guard import NetworkGuard, endpoint_of

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred
    from twisted.internet.task import LoopingCall

_DRAIN_INTERVAL = 0.5


class PoliteDownloader(Downloader):
    """One slot a host, as in Scrapy, and three things more.

    A host that the operator named on a private network has its own pace, `crawl_delay()` slows a
    host for good, `pause()` silences it for a while. When the crawl closes, what still waits for
    its turn is not sent: Scrapy would sit out every delay first.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._guard = NetworkGuard.from_crawler(crawler)
        self._paused_until: dict[str, float] = {}
        self._drain_loop: AsyncioLoopingCall | LoopingCall | None = None

    def crawl_delay(self, request: Request, seconds: float) -> None:
        """Send at most one request every so many seconds to the request's host, from now on.

        An operator's longer delay stays. Kept beside the slot, which is dropped when idle.
        """
        key = self.get_slot_key(request)
        known = self.per_slot_settings.get(key, {})
        delay = max(seconds, float(known.get("delay", self._delay)))
        # No jitter: it would go below what the host asked for.
        self.per_slot_settings[key] = {"concurrency": 1, "delay": delay, "jitter": 0.0}
        slot = self.slots.get(key)
        if slot is not None:
            slot.concurrency, slot.delay, slot.jitter = 1, delay, 0.0

    def pause(self, request: Request, seconds: float) -> None:
        """Send nothing to the request's host for so many seconds."""
        key = self.get_slot_key(request)
        until = monotonic() + seconds
        if until > self._paused_until.get(key, 0):
            self._paused_until[key] = until
            if key in self.slots:
                self._silence(key, self.slots[key])

    def needs_backout(self) -> bool:
        """Say whether enough is under way: here, or for a scheduler that waits for commits."""
        engine = self.crawler.engine
        asked: Any = getattr(engine.scheduler, "needs_backout", None) if engine else None
        return super().needs_backout() or (asked is not None and asked())

    def pace(self, key: str) -> tuple[float, float]:
        """Return a host's delay, and how long its next request has to wait, in seconds."""
        slot = self.slots.get(key)
        known = self.per_slot_settings.get(key, {})
        delay = slot.delay if slot is not None else float(known.get("delay", self._delay))
        since = time() - slot.lastseen if slot is not None else delay
        paused = self._paused_until.get(key, 0) - monotonic()
        return delay, max(paused, delay - since, 0.0)

    def take_over(self, key: str, delay: float, wait: float) -> None:
        """Go on with a host as another worker left it: its delay, and seconds to wait first."""
        if wait > 0:
            self._paused_until[key] = max(self._paused_until.get(key, 0), monotonic() + wait)
            if key in self.slots:
                self._silence(key, self.slots[key])
        if delay > self._delay:
            known = self.per_slot_settings.get(key, {})
            self.per_slot_settings[key] = known | {"delay": max(delay, known.get("delay", 0))}

    def _silence(self, key: str, slot: Slot) -> None:
        remaining = self._paused_until.get(key, 0) - monotonic()
        if remaining <= 0:
            return
        if slot.latercall:
            slot.latercall.cancel()
        slot.latercall = call_later(remaining, self._latercall, slot)

    def _get_slot(self, request: Request, spider: Any = None) -> tuple[str, Slot]:
        key = self.get_slot_key(request)
        if key in self.slots:
            return key, self.slots[key]
        if key not in self.per_slot_settings and self._guard.named.names(*endpoint_of(request)):
            self.per_slot_settings[key] = self._local_pace()
        key, slot = super()._get_slot(request)
        self._silence(key, slot)
        return key, slot

    def _local_pace(self) -> dict[str, Any]:
        # A delay that the operator chose (-s, environment, spider) holds for every host.
        project = SETTINGS_PRIORITIES["project"]
        pace: dict[str, Any] = {}
        if (self.settings.getpriority("DOWNLOAD_DELAY") or 0) <= project:
            pace["delay"] = self.settings.getfloat("DOWNLOAD_DELAY_LOCAL")
        if (self.settings.getpriority("CONCURRENT_REQUESTS_PER_DOMAIN") or 0) <= project:
            pace["concurrency"] = self.settings.getint("CONCURRENT_REQUESTS_LOCAL")
        return pace

    async def _enqueue_request(self, request: Request) -> Response:
        if is_closing(self.crawler):
            raise CancelledError(f"{request} was not sent: the crawl is closing.")
        if self._drain_loop is None:
            self._drain_loop = create_looping_call(self._drain)
            self._drain_loop.start(_DRAIN_INTERVAL, now=False)
        return await super()._enqueue_request(request)

    def _wait_for_download(
        self, slot: Slot, request: Request, queue_dfd: "Deferred[Response]"
    ) -> Coroutine[Any, Any, None]:
        # Scrapy counts a request as on the wire when its task first runs; until then a burst
        # (all that waited for robots.txt) would go out at once, whatever the concurrency.
        slot.transferring.add(request)
        return super()._wait_for_download(slot, request, queue_dfd)

    def _drain(self) -> None:
        if not is_closing(self.crawler):
            return
        for slot in self.slots.values():
            while slot.queue:
                request, waiting = slot.queue.popleft()
                error = CancelledError(f"{request} was not sent: the crawl is closing.")
                waiting.errback(Failure(error))  # type: ignore[no-untyped-call]

    def close(self) -> None:
        if self._drain_loop is not None and self._drain_loop.running:
            self._drain_loop.stop()
        super().close()
