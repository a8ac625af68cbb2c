"""The spider of the browser benchmark."""

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response

from benchmarks.browser_side import is_whole


class RenderedSpider(Spider):
    """Asks for pages as `meta` says, and counts those that were rendered."""

    name = "rendered"

    def __init__(self, urls: list[str], meta: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls, self._meta = urls, meta

    async def start(self) -> AsyncIterator[Any]:
        for url in self.start_urls:
            yield Request(url, meta=dict(self._meta))

    def parse(self, response: Response) -> None:
        if is_whole(response.text):
            self.crawler.stats.inc_value("rendered")
