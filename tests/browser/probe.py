"""A crawl with a browser in its own process: `python -m tests.browser.probe`.

Reads a plan (JSON) from its input: requests as Request.to_dict() would write them, settings, what
the operator named. Writes what became of each, in order.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from crawlers.browser.ownership import sweep
from crawlers.fates import fate_of
from tests.crawling import ROOT


class ProbeSpider(scrapy.Spider):
    """Asks for every request of the plan; one after another if `serial`."""

    name = "probe"

    def __init__(self, plan, **kwargs):
        super().__init__(**kwargs)
        self.plan = plan
        self.args = {"url": plan["named"]}
        self.allowed_domains = plan.get("allowed_domains", [])
        self.left = list(enumerate(plan["requests"]))
        self.became = {}

    async def start(self):
        for _ in range(1 if self.plan.get("serial") else len(self.left)):
            yield self.next_request()

    def next_request(self):
        number, given = self.left.pop(0)
        given = {"url": given} if isinstance(given, str) else dict(given)
        given.setdefault("meta", {"browser": True})
        return scrapy.Request(
            **given,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"number": number},
            dont_filter=True,
        )

    def parse(self, response, number):
        self.became[number] = {
            "status": response.status,
            "url": response.url,
            "fate": None,
            "headers": {
                name.decode(): [value.decode() for value in values]
                for name, values in response.headers.items()
            },
            "hex": response.body.hex(),
            "kind": type(response).__name__,
            "browser": response.meta.get("browser"),
            "redirect_urls": response.meta.get("redirect_urls"),
        }
        yield from self.go_on()

    def failed(self, failure):
        number = failure.request.cb_kwargs["number"]
        self.became[number] = {"fate": fate_of(failure.value), "reason": str(failure.value)}
        yield from self.go_on()

    def go_on(self):
        print(len(self.became), flush=True)
        if self.plan.get("serial") and self.left:
            yield self.next_request()


def main():
    plan = json.load(sys.stdin)
    settings = get_project_settings()
    ours = ("crawlers.downloader.", "crawlers.browser.")
    for name in ("SPIDER_MIDDLEWARES", "EXTENSIONS"):
        settings.set(name, {k: v for k, v in dict(settings[name]).items() if k.startswith(ours)})
    settings.setdict(
        {
            "ADDONS": {},
            "LOG_FORMATTER": "scrapy.logformatter.LogFormatter",
            "STATS_DUMP": False,
            "RETRY_BACKOFF": 0,
            "RETRY_TIMES": 0,
            "HTTPERROR_ALLOW_ALL": True,
            "COOKIES_ENABLED": True,
        },
        "cmdline",
    )
    settings.setdict(plan.get("settings", {}), "cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(ProbeSpider)
    process.crawl(crawler, plan=plan)
    process.start()
    became = crawler.spider.became
    stats = {k: v for k, v in crawler.stats.get_stats().items() if isinstance(v, (int, str))}
    Path(plan["out"]).write_text(
        json.dumps(
            {"pages": [became.get(n) for n in range(len(plan["requests"]))], "stats": stats}
        )
    )


class Page:
    """What became of one request."""

    def __init__(self, became):
        self.reason = None
        for name, value in (became or {"fate": "never ended"}).items():
            setattr(self, name, value)

    @property
    def body(self):
        return bytes.fromhex(self.hex)

    @property
    def text(self):
        return self.body.decode()

    def css(self, css):
        return scrapy.Selector(text=self.text).css(css).getall()


class Probe:
    """A running crawl."""

    def __init__(self, folder, requests, named, **plan):
        self.folder = folder
        self.out = folder / "out.json"
        plan |= {"requests": requests, "named": list(named), "out": str(self.out)}
        plan["settings"] = {"BROWSER_DIR": str(folder / "browser")} | plan.get("settings", {})
        with (folder / "log").open("ab") as log, (folder / "progress").open("wb") as progress:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.browser.probe"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=progress,
                stderr=log,
                env={**os.environ, "SCRAPY_SETTINGS_MODULE": "crawlers.settings"},
            )
        self.process.stdin.write(json.dumps(plan).encode())
        self.process.stdin.close()

    @property
    def log(self):
        return (self.folder / "log").read_text()

    @property
    def ended(self):
        """How many requests have come to an end."""
        return len((self.folder / "progress").read_text().split())

    def result(self, timeout=100):
        """Wait for the end; returns the pages in the requests' order."""
        try:
            code = self.process.wait(timeout)
        finally:
            self.kill()
        assert code == 0, self.log[-3000:]
        found = json.loads(self.out.read_text())
        self.stats = found["stats"]
        return [Page(became) for became in found["pages"]]

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self):
        """Kill it, and do what the next crawl would: remove what is left of its browser."""
        self.kill()
        sweep(self.folder / "browser/run")


def probe(folder, requests, named, timeout=100, **plan):
    """Crawl to the end and tell what became of each request, and the statistics."""
    running = Probe(folder, requests, named, **plan)
    pages = running.result(timeout)
    return pages, running.stats, running.log


if __name__ == "__main__":
    main()
