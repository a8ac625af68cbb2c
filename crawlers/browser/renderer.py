"""From an answer to a rendered page: gate, pool and folders of one crawl."""

import asyncio
from collections.abc import Awaitable, Callable

from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request, Response
from scrapy.utils.httpobj import urlparse_cached

from crawlers.browser.config import BrowserConfig
from crawlers.browser.fetcher import Fetcher
from crawlers.browser.gate import Gate
from crawlers.browser.order import KEY, Order
from crawlers.browser.ownership import OwnFolder
from crawlers.browser.pool import BrowserPool
from crawlers.browser.rendering import Taken
from crawlers.browser.traffic import Traffic

_Download = Callable[[Request], Awaitable[Response]]


class Renderer:
    """Made at the first page that asks for a browser."""

    def __init__(self, crawler: Crawler, download: _Download) -> None:
        self._crawler = crawler
        self._config = BrowserConfig.from_settings(crawler.settings)
        self._gate = Gate(Fetcher(crawler, download, self._config).answer)
        self._own: OwnFolder | None = None
        self._pool: BrowserPool | None = None
        self._opening = asyncio.Lock()

    async def render(self, order: Order, request: Request, response: Response) -> Response:
        """Return the rendered page, with the answer's own status and headers."""
        pool = await self._opened()
        slot = request.meta.get("download_slot") or urlparse_cached(request).netloc
        traffic = Traffic(request, response)
        try:
            taken = await pool.render(order, slot, traffic)
        finally:
            self._count(traffic)
        return _response(request, traffic, taken)

    async def _opened(self) -> BrowserPool:
        async with self._opening:
            if self._pool is None:
                self._own = OwnFolder(self._config.folder / "run")
                await self._gate.open(self._own.path, self._config.gate_host)
                self._pool = BrowserPool(self._config, self._own.path, self._gate)
            return self._pool

    def _count(self, traffic: Traffic) -> None:
        stats = self._crawler.stats
        stats.inc_value("browser/pages")
        stats.inc_value("browser/requests", traffic.asked)
        stats.inc_value("browser/bytes", traffic.received)
        stats.inc_value("browser/blocked", traffic.blocked)
        stats.inc_value("browser/refused", traffic.refused)

    async def close(self) -> None:
        """End every process and delete every file of the browser."""
        if self._pool is not None:
            await self._pool.close()
        await self._gate.close()
        if self._own is not None:
            await asyncio.to_thread(self._own.remove)


def _response(request: Request, traffic: Traffic, taken: Taken) -> Response:
    answer = traffic.answer_of(taken.document)
    assert answer is not None
    plain = request.meta[KEY]
    request.meta[KEY] = (plain if isinstance(plain, dict) else {}) | {
        "results": taken.results,
        "cookies": taken.cookies,
        "navigations": [
            [each.url, each.response.status] for each in traffic.passed[:-1] if each.response
        ],
    }
    headers = answer.headers.copy()
    headers["Content-Type"] = "text/html; charset=utf-8"
    return HtmlResponse(
        taken.url,
        status=answer.status,
        headers=headers,
        body=taken.html.encode("utf-8", "replace"),
        encoding="utf-8",
        request=request,
        protocol=answer.protocol,
        ip_address=answer.ip_address,
        certificate=answer.certificate,
        flags=[*answer.flags, "browser"],
    )
