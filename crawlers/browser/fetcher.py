"""What the gate answers: the page's own document, else what the crawl fetches for the browser."""

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from scrapy.utils.httpobj import urlparse_cached
from w3lib.url import canonicalize_url

from crawlers.browser.config import BrowserConfig
from crawlers.browser.connection import Reply
from crawlers.browser.errors import NavigationLoopError
from crawlers.browser.exchange import Exchange, passed_on
from crawlers.browser.gate import refusal
from crawlers.browser.traffic import Passed, Traffic
from crawlers.fates import fate_of, is_refused

_BAD_GATEWAY: Final = 502
_NOT_IMPLEMENTED: Final = 501
_TOO_MANY: Final = 429
# Redirects, cookies and repetitions of a navigation are the browser's own.
_AS_IT_IS: Final = dict.fromkeys(
    ("dont_redirect", "dont_retry", "dont_merge_cookies", "dont_cache"), True
)
_ALTERNATIVES: Final = "The crawl answers whole HTTP requests only."


class Fetcher:
    """Fetches sub-resources by the download handler, navigations as any request of the crawl."""

    def __init__(
        self,
        crawler: Crawler,
        download: Callable[[Request], Awaitable[Response]],
        config: BrowserConfig,
    ) -> None:
        self._crawler, self._download, self._config = crawler, download, config
        try:
            self._proxies: HttpProxyMiddleware | None = HttpProxyMiddleware.from_crawler(crawler)
        except NotConfigured:
            self._proxies = None

    async def answer(self, traffic: Traffic, exchange: Exchange) -> Reply:
        """Answer one request of a page."""
        if exchange.is_navigation and not exchange.is_speculative:
            return await self._navigate(traffic, exchange)
        if exchange.is_stream or exchange.is_speculative or exchange.is_worker:
            return refusal(_ALTERNATIVES.encode(), _NOT_IMPLEMENTED)
        page = traffic.request.url
        if self._config.blocking.blocks(exchange.url, page, exchange.headers):
            traffic.blocked += 1
            return refusal(b"Blocked by BROWSER_BLOCK.")
        if traffic.asked > self._config.most_requests:
            return refusal(b"More than BROWSER_REQUESTS_MAX.", _TOO_MANY)
        try:
            response = await self._download(self._request(traffic, exchange))
        except Exception as error:  # noqa: BLE001 -- whatever it is, the page goes on without
            return self._refused(traffic, error)
        traffic.received += len(response.body)
        return passed_on(response)

    async def _navigate(self, traffic: Traffic, exchange: Exchange) -> Reply:
        request = traffic.request
        if not traffic.delivered:
            if _place(exchange.url) != _place(request.url):
                return refusal(b"Not what this page is.")
            traffic.pass_on(Passed(bare(exchange.url), traffic.document))
            return passed_on(traffic.document, keep=False)
        try:
            if len(traffic.passed) > self._config.most_navigations:
                text = f"{request}: the page sent its reader on {len(traffic.passed)} times."
                raise NavigationLoopError(text)  # noqa: TRY301
            response = await self._go(traffic, exchange)
        except Exception as error:  # noqa: BLE001 -- it becomes the page's own
            traffic.refuse(bare(exchange.url), error)
            return self._refused(traffic, error)
        traffic.pass_on(Passed(bare(exchange.url), response))
        return passed_on(response, keep=False)

    async def _go(self, traffic: Traffic, exchange: Exchange) -> Response:
        """Send a navigation through the crawl's middlewares: robots.txt, offsite, pace.

        In a slot of its own, since the page it came from still holds a place in the first.
        """
        engine = self._crawler.engine
        assert engine is not None
        request = self._request(traffic, exchange)
        slot = traffic.request.meta.get("download_slot", urlparse_cached(request).hostname)
        request.meta.update(_AS_IT_IS, download_slot=f"{slot} browser")
        return await engine.download_async(request)

    def _request(self, traffic: Traffic, exchange: Exchange) -> Request:
        page = traffic.request
        agent = page.headers.get("User-Agent")
        request = exchange.request(agent.decode("latin-1") if agent else None)
        for name in ("proxy", "_auth_proxy", "allow_offsite", "dont_obey_robotstxt"):
            if name in page.meta:
                request.meta[name] = page.meta[name]
        if "proxy" in page.meta and (known := page.headers.get("Proxy-Authorization")):
            request.headers["Proxy-Authorization"] = known
        request.meta["download_timeout"] = self._config.page_timeout
        if self._proxies is not None:
            self._proxies.process_request(request)
        return request

    def _refused(self, traffic: Traffic, error: Exception) -> Reply:
        if is_refused(fate_of(error)):
            traffic.refused += 1
            return refusal(str(error).encode())
        return refusal(str(error).encode(), _BAD_GATEWAY)


def _place(url: str) -> tuple[str | None, str, str]:
    """Name a page whatever its spelling; a browser may change the scheme by itself."""
    parts = urlsplit(canonicalize_url(url))
    return parts.hostname, parts.path, parts.query


def bare(url: str) -> str:
    """Return a URL without its fragment."""
    return url.partition("#")[0]
