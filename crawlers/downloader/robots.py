"""robots.txt, obeyed as RFC 9309 says: what cannot be read forbids everything."""

import asyncio
import logging
from dataclasses import dataclass
from time import monotonic

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import StopDownload
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from crawlers.downloader.body import FIRST_BYTES
from crawlers.downloader.closing import is_closing
from crawlers.downloader.errors import CancelledError, RobotsError, RobotsUnavailableError
from crawlers.fates import Fate, fate_of

logger = logging.getLogger(__name__)

# RFC 9309 §2.5: a crawler parses at least the first 500 KiB.
ROBOTS_MAXSIZE = 500 * 1024
# RFC 9309 §2.4: not cached for longer than 24 hours.
_CACHED_FOR = 24 * 3600.0
# Ours: a host whose robots.txt was away is asked again within a long crawl.
_UNAVAILABLE_FOR = 3600.0
# RFC 9309 §2.3.1.2: at least five redirects are followed, across hosts too.
_REDIRECTS = 5
_PROGRESS = "robots_progress"
_TOO_MANY_REQUESTS = 429


# Then the host itself cannot be reached, and saying so tells more than naming its robots.txt.
_OF_THE_HOST = {Fate.PRIVATE_ADDRESS, Fate.DNS, Fate.CONNECTION_REFUSED, Fate.TLS}

# The rules, or why there are none to be had; None allows everything.
_Verdict = RobotParser | Exception | None


@dataclass
class _Progress:
    """How far a robots.txt request has come: shared by its retries and redirects."""

    url: str = ""
    received: int = 0


class StrictRobotsMiddleware(RobotsTxtMiddleware):
    """Fetches robots.txt once for every scheme, host and port."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._verdicts: dict[str, tuple[float, asyncio.Future[_Verdict]]] = {}
        crawler.signals.connect(self._bytes_received, signals.bytes_received)

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        parts = urlparse_cached(request)
        progress: _Progress | None = request.meta.get(_PROGRESS)
        if progress is not None:
            progress.url, progress.received = request.url, 0
        if request.meta.get("dont_obey_robotstxt") or parts.scheme not in {"http", "https"}:
            return
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
        verdict = await self._verdict(origin, request)
        if isinstance(verdict, Exception):
            self._stats.inc_value("robotstxt/unavailable")
            raise verdict.with_traceback(None)
        agent = self._robotstxt_useragent or self._default_useragent
        if verdict is not None and not verdict.allowed(request.url, agent):
            self._stats.inc_value("robotstxt/forbidden")
            raise RobotsError(f"robots.txt forbids {request.url}")

    async def _verdict(self, origin: str, request: Request) -> _Verdict:
        known = self._verdicts.get(origin)
        if known is None or (known[1].done() and known[0] <= monotonic()):
            future: asyncio.Future[_Verdict] = asyncio.get_running_loop().create_future()
            self._verdicts[origin] = (monotonic() + _CACHED_FOR, future)
            verdict = await self._fetch(origin, request)
            if isinstance(verdict, Exception):
                self._verdicts[origin] = (monotonic() + _UNAVAILABLE_FOR, future)
            future.set_result(verdict)
            return verdict
        return await known[1]

    async def _fetch(self, origin: str, request: Request) -> _Verdict:
        self._stats.inc_value("robotstxt/request_count")
        url = f"{origin}/robots.txt"
        progress = _Progress()
        meta = {
            "dont_obey_robotstxt": True,
            "allow_offsite": True,
            "redirect_ttl": _REDIRECTS,
            "download_maxsize": 0,
            FIRST_BYTES: ROBOTS_MAXSIZE,
            _PROGRESS: progress,
        }
        robots = Request(url, meta=meta, priority=self.DOWNLOAD_PRIORITY, callback=NO_CALLBACK)
        engine = self.crawler.engine
        assert engine is not None
        try:
            return await self._read(await engine.download_async(robots), request)
        except Exception as error:  # noqa: BLE001 -- whatever it is, nothing is allowed
            if is_closing(self.crawler):
                return CancelledError(f"{url} was not read: the crawl is closing.")
            logger.warning("Nothing of %s will be fetched: %s: %r", origin, url, error)
            fate = fate_of(error)
            if fate not in _OF_THE_HOST or progress.url != url:
                fate = Fate.ROBOTS_UNAVAILABLE
            # Not the error itself: that was retried here, and would be for every page again.
            return RobotsUnavailableError(f"{url} could not be read: {error!r}", Fate(fate))

    async def _read(self, response: Response, request: Request) -> _Verdict:
        self._stats.inc_value("robotstxt/response_count")
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if 400 <= response.status < 500 and response.status != _TOO_MANY_REQUESTS:  # noqa: PLR2004
            return None  # RFC 9309 §2.3.1.3: there is none, so everything is allowed
        if not 200 <= response.status < 300:  # noqa: PLR2004
            message = f"{response.url} answered {response.status}"
            raise RobotsUnavailableError(message)
        parser: RobotParser = build_from_crawler(
            self._parserimpl,
            self.crawler,
            response.body,
        )
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        return parser

    def _bytes_received(self, data: bytes, request: Request) -> None:
        progress: _Progress | None = request.meta.get(_PROGRESS)
        if progress is None:
            return
        progress.received += len(data)
        if progress.received > ROBOTS_MAXSIZE:
            raise StopDownload(fail=False)
