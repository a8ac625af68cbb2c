"""Spiders that break, each in its own place."""

from crawlers.arguments import Argument, natural_int
from crawlers.spider import SiteSpider


class BrokenStartSpider(SiteSpider):
    """Fails after so many items."""

    name = "broken-start"
    arguments = (Argument(name="items", parse=natural_int, default=0, help="how many before"),)

    async def start(self):
        for _ in range(self.args["items"]):
            yield {"url": "http://x.example/"}
        raise ZeroDivisionError("no start")


class BrokenInitSpider(SiteSpider):
    """Fails before there is anything to crawl."""

    name = "broken-init"

    def __init__(self, name=None, **kwargs):
        super().__init__(name, **kwargs)
        raise ZeroDivisionError("no spider")
