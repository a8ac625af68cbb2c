"""Pages that fail, each in its own way."""

from scrapy import Request

from crawlers.arguments import Argument, web_url
from crawlers.items import PageItem
from crawlers.spider import SiteSpider


class FaultySpider(SiteSpider):
    """Asks a practice site for good pages and bad ones; the callback of some raises."""

    name = "faulty"
    arguments = (
        Argument(name="site", parse=web_url, required=True, help="the practice site"),
        Argument(name="more", default="", help="more addresses, asked for as links are"),
    )
    allowed_domains = ("127.0.0.1",)

    good = ("/site/", "/site/about/", "/fault/redirect?to=/site/docs/")
    bad = (
        "/fault/404",
        "/fault/500",
        "/fault/hang",
        "/fault/drop",
        "/fault/redirect-loop/a",
        "/private/secret.html",
    )
    raising = ("/quotes/", "/books/")

    def __init__(self, name=None, **kwargs):
        super().__init__(name, **kwargs)
        self.start_urls = [self.args["site"] + path for path in self.good + self.bad]

    async def start(self):
        for url in self.start_urls:
            yield Request(url, self.parse, dont_filter=True)
        for path in self.raising:
            yield Request(self.args["site"] + path, self.parse_nothing)
        for url in self.args["more"].split():
            yield Request(url, self.parse)

    def parse(self, response):
        yield PageItem(url=response.url, status=response.status, depth=0)

    def parse_nothing(self, response):
        yield PageItem(url=response.url, status=response.status, depth=0)
        raise ZeroDivisionError("no page")
