"""A site in memory: pages without a network, wares without a parser."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from decimal import Decimal
from time import monotonic
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from crawlers.arguments import Argument, natural_int
from crawlers.spider import SiteSpider

PER_PAGE = 20
SHELVES = 50
ABOUT = "It is a truth universally acknowledged that a page in want of a reader is read. "  # 80 B
FIELDS = ("url", "sku", "title", "price", "currency", "stock", "description", "shelf")


@dataclass(slots=True, kw_only=True)
class WareItem:
    """Eight fields, some 550 bytes of text, one relation."""

    model: ClassVar[str] = "shelf.Ware"

    url: str
    sku: str
    title: str
    price: Decimal | None
    currency: str
    stock: int | None
    description: str
    shelf: str


class MemoryMiddleware:
    """Answers every request at once: nothing below it is asked."""

    def process_request(self, request: Request) -> Response:
        return HtmlResponse(request.url, body=b"<html></html>", encoding="utf-8", request=request)


class MemorySpider(SiteSpider):
    """Yields `n` books, twenty a page; every `changed`-th has another price."""

    name = "memory"
    arguments = (
        Argument(name="n", parse=natural_int, default=1000, help="how many books"),
        Argument(name="changed", parse=natural_int, default=0, help="every n-th has a new price"),
        Argument(name="rate", parse=float, default=0.0, help="items a second; 0: all that go"),
    )

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the pages; for the start-up alone, one page without books."""
        pause = PER_PAGE / self.args["rate"] if self.args["rate"] else 0.0
        began = monotonic()
        for page in range(max(1, self.args["n"] // PER_PAGE)):
            yield Request(f"http://memory.example/{page}")
            if pause:
                # By the clock, not by the pause: a crawl that lags must not be asked for less.
                await asyncio.sleep(max(0.0, began + (page + 1) * pause - monotonic()))

    def parse(self, response: Response, **_: Any) -> Iterator[WareItem]:
        """Yield the books of a page."""
        first = int(urlsplit(response.url).path[1:]) * PER_PAGE
        for number in range(first, min(first + PER_PAGE, self.args["n"])):
            yield self._book(number)

    def _book(self, number: int) -> WareItem:
        changed = self.args["changed"] and number % self.args["changed"] == 0
        return WareItem(
            url=f"http://memory.example/catalogue/a-book-with-a-name_{number}/index.html",
            sku=f"sku-{number:08}",
            title=f"A book with a name, number {number}",
            price=Decimal(number % 90) + Decimal("1.50" if changed else "0.50"),
            currency="GBP",
            stock=number % 30,
            description=f"{number}. {ABOUT * 5}",
            shelf=f"Shelf {number % SHELVES}",
        )
