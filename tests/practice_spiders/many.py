"""Books out of thin air: as many as wanted, as fast or slow, as good or bad."""

import asyncio
import os
from decimal import Decimal

from scrapy import signals
from scrapy.core.engine import ExecutionEngine

from crawlers.arguments import LIMIT, Argument, natural_int, positive_int
from crawlers.items import AuthorItem, BookItem, QuoteItem
from crawlers.spider import SiteSpider

# A spider without requests ends at the engine's next heartbeat: 5 s are long in a test.
ExecutionEngine._SLOT_HEARTBEAT_INTERVAL = 0.2


class ManySpider(SiteSpider):
    """Yields `n` books from start(); every `bad`-th has no title, `changed` have a new price."""

    name = "many"
    arguments = (
        LIMIT,
        Argument(name="n", parse=positive_int, default=1000, help="how many books"),
        Argument(name="bad", parse=natural_int, default=0, help="every n-th has no title"),
        Argument(name="changed", parse=natural_int, default=0, help="how many have a new price"),
        Argument(name="pause", parse=float, default=0.0, help="seconds after each ten books"),
        Argument(name="again", parse=natural_int, default=0, help="how many come twice"),
        Argument(name="backwards", default="", help="the last first"),
        Argument(name="witness", default="", help="a file that names each item_scraped"),
        Argument(name="quotes", parse=natural_int, default=0, help="how many quotes"),
    )

    @classmethod
    def from_crawler(cls, crawler, *args, **kwargs):
        spider = super().from_crawler(crawler, *args, **kwargs)
        if spider.args["witness"]:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            spider.witness = os.open(spider.args["witness"], flags)
            crawler.signals.connect(spider.scraped, signal=signals.item_scraped)
        return spider

    def scraped(self, item):
        os.write(self.witness, f"{item.upc}\n".encode())

    async def start(self):
        numbers = range(self.args["n"])
        for count, number in enumerate(reversed(numbers) if self.args["backwards"] else numbers):
            yield self.book(number)
            if self.args["pause"] and count % 10 == 9:
                await asyncio.sleep(self.args["pause"])
        for number in range(self.args["again"]):
            yield self.book(number)
        for number in range(self.args["quotes"]):
            author = f"Author {number % 7}"
            tags = [f"tag {number % 5}", f"tag {number % 11}"]
            yield QuoteItem(
                url="http://q.example/", text=f"Quote {number}", author=author, tags=tags
            )
        for number in range(min(7, self.args["quotes"])):
            yield AuthorItem(url="http://q.example/a", name=f"Author {number}", biography="Born.")

    def book(self, number):
        bad = self.args["bad"] and number % self.args["bad"] == self.args["bad"] - 1
        return BookItem(
            url=f"http://books.example/{number}",
            upc=f"upc-{number:06}",
            title="" if bad else f"Book {number}",
            price=Decimal(number % 90 + (1 if number < self.args["changed"] else 0))
            + Decimal("0.50"),
            currency="GBP",
            stock=number % 30,
            availability="In stock",
            rating=number % 5 + 1,
            reviews=0,
            description=f"About {number}. " * 30,
            category=f"Category {number % 50}",
        )
