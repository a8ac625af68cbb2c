"""A tree of pages that are all one page: for what is asked, in which order, how often."""

import itertools
import os
import signal
import threading

from scrapy import Request, signals

from crawlers.arguments import Argument, natural_int, web_url
from crawlers.items import PageItem
from crawlers.spider import SiteSpider


class TreeSpider(SiteSpider):
    """Asks `url` for the nodes of a tree; the callback writes each into `witness`."""

    name = "tree"
    arguments = (
        Argument(name="url", parse=web_url, required=True, help="the practice site"),
        Argument(name="witness", required=True, help="a file that names each page read"),
        Argument(name="depth", parse=natural_int, default=2, help="of the tree"),
        Argument(name="width", parse=natural_int, default=3, help="children of a node"),
        Argument(name="starts", parse=natural_int, default=2, help="trees"),
        Argument(name="priorities", parse=natural_int, default=0, help="1: odd children first"),
        Argument(name="loops", parse=natural_int, default=0, help="ask so often for one page"),
        Argument(name="endless", parse=natural_int, default=0, help="1: start() never ends"),
        Argument(name="paths", default="", help="more paths to start from"),
        Argument(name="odd", default="", help="what a node yields beside its children"),
        Argument(name="poison", default="", help="the node whose callback kills the process"),
    )

    async def start(self):
        numbers = itertools.count() if self.args["endless"] else range(self.args["starts"])
        for number in numbers:
            if self.args["endless"] and self.crawler.engine.needs_backout():
                # As Scrapy's manual says: else start() is read faster than pages are fetched.
                await self.crawler.signals.wait_for(signals.scheduler_empty)
            yield self.node(f"{number}")
        for path in self.args["paths"].split():
            yield Request(self.args["url"] + path, self.parse_path, cb_kwargs={"name": path})

    def node(self, name, **kwargs):
        url = f"{self.args['url']}/site/about/?node={name}"
        return Request(url, self.parse, cb_kwargs={"name": name}, **kwargs)

    def parse(self, response, name, turn=0):
        self.note(f"{name}@{turn}" if turn else name)
        if name == self.args["poison"]:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.args["odd"] and name == "0":
            yield from self.odd()
        if turn < self.args["loops"]:
            again = {"name": name, "turn": turn + 1}
            yield response.request.replace(cb_kwargs=again, dont_filter=True)
        yield PageItem(url=f"http://x.example/{name}", status=200, depth=0)
        if name.count(".") < self.args["depth"]:
            for number in range(self.args["width"]):
                priority = number % 2 if self.args["priorities"] else 0
                yield self.node(f"{name}.{number}", priority=priority)

    def odd(self):
        if "lock" in self.args["odd"]:
            yield self.node("0.lock", meta={"lock": threading.Lock()})
        if "offsite" in self.args["odd"]:
            self.allowed_domains = ["127.0.0.1"]
            yield Request("http://offsite.example/", self.parse)
        if "raise" in self.args["odd"]:
            yield PageItem(url="http://x.example/early", status=200, depth=0)
            raise ZeroDivisionError("no parse")

    def parse_path(self, response, name):
        self.note(f"{name} {response.status} {response.url.removeprefix(self.args['url'])}")

    def note(self, text):
        with open(self.args["witness"], "a") as witness:  # noqa: PTH123
            witness.write(f"{text}\n")
