"""Spiders as Scrapy's manual writes them: on scrapy.Spider, without the house's base."""

import scrapy
from scrapy.exceptions import CloseSpider

from crawlers.items import PageItem


class PlainSpider(scrapy.Spider):
    """Follows a page's links; its address is an attribute, as `-a start=` sets it."""

    name = "plain"

    async def start(self):
        for path in ("/site/", "/fault/404"):
            yield scrapy.Request(self.start_at + path)

    def parse(self, response):
        yield PageItem(url=response.url, status=response.status, depth=0)
        yield from response.follow_all(css="nav a", errback=self.failed)

    def failed(self, failure):
        yield PageItem(url=f"{self.start_at}/failed", status=500, depth=0)
        yield scrapy.Request(f"{self.start_at}/site/docs/?from=errback")


class ClosingSpider(PlainSpider):
    """Ends the crawl from its first callback."""

    name = "closing"

    async def parse(self, response):
        yield PageItem(url=response.url, status=response.status, depth=0)
        for request in response.follow_all(css="nav a"):
            yield request
        raise CloseSpider("enough")
