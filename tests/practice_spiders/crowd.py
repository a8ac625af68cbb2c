"""A page of many items and one link."""

from scrapy import Request

from crawlers.arguments import Argument, natural_int, web_url
from crawlers.items import PageItem
from crawlers.spider import SiteSpider


class CrowdSpider(SiteSpider):
    """Yields so many items of one page, every `bad`-th without a URL; then a link."""

    name = "crowd"
    arguments = (
        Argument(name="url", parse=web_url, required=True, help="the practice site"),
        Argument(name="items", parse=natural_int, default=10, help="how many"),
        Argument(name="bad", parse=natural_int, default=0, help="every n-th has no URL"),
    )

    async def start(self):
        yield Request(f"{self.args['url']}/site/about/?crowd=1", self.parse)

    def parse(self, response):
        for number in range(1, self.args["items"] + 1):
            bad = self.args["bad"] and number % self.args["bad"] == 0
            yield PageItem(url="" if bad else f"http://x.example/{number}", status=200, depth=0)
        yield Request(f"{self.args['url']}/site/docs/", self.parse_nothing)

    def parse_nothing(self, response):
        yield from ()
