"""Spiders that break, each in its own place."""

from crawlers.spider import SiteSpider


class BrokenStartSpider(SiteSpider):
    """Fails after its first item."""

    name = "broken-start"

    async def start(self):
        yield {"url": "http://x.example/"}
        raise ZeroDivisionError("no start")


class BrokenInitSpider(SiteSpider):
    """Fails before there is anything to crawl."""

    name = "broken-init"

    def __init__(self, name=None, **kwargs):
        super().__init__(name, **kwargs)
        raise ZeroDivisionError("no spider")
