"""The part of the frontier that is in memory, in the order that Scrapy's own scheduler keeps."""

from collections import deque
from typing import Any, NamedTuple

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.utils.misc import build_from_crawler, load_object

WAITING = "visit_waiting"  # Request.meta key: the fingerprint, while a request waits here


class Waiting(NamedTuple):
    """A request that waits to be sent; `deaths`: how many workers died while they read it."""

    fingerprint: str
    host: str
    request: Request
    deaths: int


class RequestQueue:
    """Scrapy's own memory queues, for requests that are committed and wait to be sent.

    SCHEDULER_PRIORITY_QUEUE, SCHEDULER_MEMORY_QUEUE and SCHEDULER_START_MEMORY_QUEUE mean what
    they mean to Scrapy's scheduler.

    A page that was being read when its worker died may have killed it, or have been a bystander.
    Such suspects are sent one at a time, so that a second death tells; what has seen two deaths
    comes last of all, and alone: if it kills again, nothing else is lost with it.
    """

    def __init__(self, crawler: Crawler, most: int) -> None:
        settings = crawler.settings
        memory = load_object(settings["SCHEDULER_MEMORY_QUEUE"])
        start = settings["SCHEDULER_START_MEMORY_QUEUE"]
        self._queues: Any = build_from_crawler(
            load_object(settings["SCHEDULER_PRIORITY_QUEUE"]),
            crawler,
            downstream_queue_cls=memory,
            key="",
            start_queue_cls=load_object(start) if start else None,
        )
        self.is_lifo = "lifo" in memory.__name__.lower()
        self._most = most
        self._waiting: dict[str, Waiting] = {}
        self._suspects: deque[str] = deque()
        self._last: deque[str] = deque()
        self._suspect = ""  # the one that is out
        self._left_out: set[str] = set()  # hosts of which the database holds more

    def __len__(self) -> int:
        return len(self._waiting)

    def hosts(self) -> set[str]:
        """Return the hosts that a request waits for."""
        return {each.host for each in self._waiting.values()}

    def left_out(self) -> set[str]:
        """Return the hosts of which the database holds more."""
        return self._left_out

    def loaded(self, host: str, *, more: bool) -> None:
        """Note that all of a host was loaded, or that there is more."""
        if more:
            self._left_out.add(host)
        else:
            self._left_out.discard(host)

    def push(self, fingerprint: str, host: str, request: Request, deaths: int = 0) -> None:
        """Add a request; beyond a number it is left in the database until there is room."""
        if fingerprint in self._waiting or fingerprint == self._suspect:
            return
        if len(self._waiting) >= self._most:
            self._left_out.add(host)
            return
        self._waiting[fingerprint] = Waiting(fingerprint, host, request, deaths)
        if deaths:
            (self._suspects if deaths == 1 else self._last).append(fingerprint)
        else:
            request.meta[WAITING] = fingerprint
            self._queues.push(request)

    def pop(self, *, at_rest: bool) -> Waiting | None:
        """Return the next request; `at_rest`: none is under way."""
        found = self._pop_suspect(self._suspects) or self._pop_queued()
        if found is None and at_rest:
            found = self._pop_suspect(self._last)
        return found

    def _pop_suspect(self, suspects: deque[str]) -> Waiting | None:
        while not self._suspect and suspects:
            found = self._waiting.pop(suspects.popleft(), None)
            if found is not None:
                self._suspect = found.fingerprint
                return found
        return None

    def _pop_queued(self) -> Waiting | None:
        while (request := self._queues.pop()) is not None:
            fingerprint = request.meta.pop(WAITING)
            found = self._waiting.get(fingerprint)
            # Of a host that was given away, a request is still here, and not waiting any more.
            if found is not None and found.request is request:
                del self._waiting[fingerprint]
                return found
        return None

    def is_back(self, fingerprint: str) -> None:
        """Say that a request has ended, and its worker is alive."""
        if fingerprint == self._suspect:
            self._suspect = ""

    def drop(self, host: str) -> None:
        """Forget a host's requests: they stay pending in the database."""
        for fingerprint in [key for key, each in self._waiting.items() if each.host == host]:
            del self._waiting[fingerprint]
        self._left_out.discard(host)
