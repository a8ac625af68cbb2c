"""BROWSER_PROXY: the proxy of every rendered page that names none of its own."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request

from crawlers.browser.order import KEY


class BrowserProxyMiddleware:
    """Stands before Scrapy's HttpProxyMiddleware, which takes the credentials out."""

    def __init__(self, proxy: str) -> None:
        self._proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        proxy = crawler.settings["BROWSER_PROXY"]
        if not proxy:
            raise NotConfigured
        return cls(proxy)

    def process_request(self, request: Request) -> None:
        """Give a page for the browser its proxy."""
        if request.meta.get(KEY):
            request.meta.setdefault("proxy", self._proxy)
