"""The download handler for http and https, which renders what asks for the browser."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request, Response

from crawlers.browser.errors import NoBrowserError
from crawlers.browser.order import KEY, Order
from crawlers.downloader.handler import GuardedDownloadHandler

if TYPE_CHECKING:
    from crawlers.browser.renderer import Renderer


class BrowserDownloadHandler(GuardedDownloadHandler):
    """The house's handler fetches every page; the browser renders what it is asked to.

    So whatever holds for a page holds for a rendered one: status, headers, cookies, redirects,
    the network guard, sizes. What is not HTML, or sends its reader elsewhere, is returned as it
    came.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._renderer: Renderer | None = None
        self._sweep(Path(crawler.settings["BROWSER_DIR"]).absolute() / "run")

    async def download_request(self, request: Request) -> Response:
        order = Order.of(request) if KEY in request.meta else None
        response = await super().download_request(request)
        if order is None or not is_rendered(request, response):
            return response
        if self._renderer is None:
            self._renderer = self._make_renderer()
        return await self._renderer.render(order, request, response)

    def _make_renderer(self) -> "Renderer":
        from crawlers.browser.renderer import Renderer  # noqa: PLC0415 -- Selenium: only if needed

        try:
            return Renderer(self.crawler, super().download_request)
        except ValueError as error:
            raise NoBrowserError(str(error)) from error

    def _sweep(self, folder: Path) -> None:
        if folder.is_dir() and any(folder.iterdir()):
            from crawlers.browser.ownership import sweep  # noqa: PLC0415 -- rarely needed

            sweep(folder)

    async def close(self) -> None:
        if self._renderer is not None:
            await self._renderer.close()
        await super().close()


def is_rendered(request: Request, response: Response) -> bool:
    """Say whether an answer is a page: HTML, with a body, neither a redirect nor a download."""
    is_page = isinstance(response, HtmlResponse) and bool(response.body)
    is_redirect = 300 <= response.status < 400  # noqa: PLR2004
    disposition: Any = response.headers.get("Content-Disposition") or b""
    is_download = disposition.lower().lstrip().startswith(b"attachment")
    return is_page and not is_redirect and not is_download and request.method != "HEAD"
