"""robots.txt, obeyed as RFC 9309 says: what cannot be read forbids everything."""

import asyncio
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

# RFC 9309 §2.5: a crawler parses at least the first 500 KiB.
ROBOTS_MAXSIZE = 500 * 1024
# RFC 9309 §2.4: not cached for longer than 24 hours.
_CACHED_FOR = 24 * 3600.0
# Ours: a host whose robots.txt was away is asked again within a long crawl.
_UNAVAILABLE_FOR = 3600.0
# RFC 9309 §2.3.1.2: at least five redirects are followed, across hosts too.
_REDIRECTS = 5
_RECEIVED = "robots_received"
_TOO_MANY_REQUESTS = 429


class _Unavailable:
    """Stands in the cache for a robots.txt that could not be read."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


_Verdict = RobotParser | _Unavailable | None


class StrictRobotsMiddleware(RobotsTxtMiddleware):
    """Fetches robots.txt once for every scheme, host and port."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._verdicts: dict[str, tuple[float, asyncio.Future[_Verdict]]] = {}
        crawler.signals.connect(self._bytes_received, signals.bytes_received)

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        parts = urlparse_cached(request)
        if request.meta.get("dont_obey_robotstxt") or parts.scheme not in {"http", "https"}:
            return
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
        verdict = await self._verdict(origin, request)
        if isinstance(verdict, _Unavailable):
            self._stats.inc_value("robotstxt/unavailable")
            raise RobotsUnavailableError(
                f"{origin}/robots.txt could not be read: {verdict.reason}"
            )
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
            if isinstance(verdict, _Unavailable):
                self._verdicts[origin] = (monotonic() + _UNAVAILABLE_FOR, future)
            future.set_result(verdict)
            return verdict
        return await known[1]

    async def _fetch(self, origin: str, request: Request) -> _Verdict:
        self._stats.inc_value("robotstxt/request_count")
        meta = {
            "dont_obey_robotstxt": True,
            "allow_offsite": True,
            "redirect_ttl": _REDIRECTS,
            "download_maxsize": 0,
            FIRST_BYTES: ROBOTS_MAXSIZE,
            _RECEIVED: 0,
        }
        robots = Request(
            f"{origin}/robots.txt",
            meta=meta,
            priority=self.DOWNLOAD_PRIORITY,
            callback=NO_CALLBACK,
        )
        engine = self.crawler.engine
        assert engine is not None
        try:
            response = await engine.download_async(robots)
        except Exception as error:
            if is_closing(self.crawler):
                raise CancelledError(f"{request} was not sent: the crawl is closing.") from error
            return _Unavailable(f"{type(error).__name__}: {error}")
        return await self._read(response, request)

    async def _read(self, response: Response, request: Request) -> _Verdict:
        self._stats.inc_value("robotstxt/response_count")
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if 400 <= response.status < 500 and response.status != _TOO_MANY_REQUESTS:  # noqa: PLR2004
            return None  # RFC 9309 §2.3.1.3: there is none, so everything is allowed
        if not 200 <= response.status < 300:  # noqa: PLR2004
            return _Unavailable(f"it answered {response.status}")
        parser: RobotParser = build_from_crawler(
            self._parserimpl,
            self.crawler,
            response.body,  # type: ignore[arg-type]
        )
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        return parser

    def _bytes_received(self, data: bytes, request: Request) -> None:
        received = request.meta.get(_RECEIVED)
        if received is None:
            return
        request.meta[_RECEIVED] = received + len(data)
        if received + len(data) > ROBOTS_MAXSIZE:
            raise StopDownload(fail=False)
