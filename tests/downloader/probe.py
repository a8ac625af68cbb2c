"""A crawl in its own process, with the project's settings: `python -m tests.downloader.probe`.

Reads a plan (JSON) from its input: named URLs, URLs to fetch, settings. Writes what became of
each.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from crawlers.fates import fate_of

ROOT = Path(__file__).resolve().parents[2]


class ProbeSpider(scrapy.Spider):
    name = "probe"

    def __init__(self, plan, **kwargs):
        super().__init__(**kwargs)
        self.plan = plan
        self.args = {"url": plan["named"]}
        self.allowed_domains = plan.get("allowed_domains", [])
        self.fates = {}
        self.pages = {}

    async def start(self):
        for entry in self.plan["urls"]:
            url, options = (entry, {}) if isinstance(entry, str) else entry
            yield scrapy.Request(
                url,
                self.parse,
                errback=self.failed,
                cb_kwargs={"asked": url},
                dont_filter=True,
                **options,
            )

    def parse(self, response, asked):
        self.pages[asked] = {
            "url": response.url,
            "status": response.status,
            "body": response.text[:60] if isinstance(response, scrapy.http.TextResponse) else "",
            "size": len(response.body),
            "kind": type(response).__name__,
        }
        for link in self.plan.get("follow", {}).get(asked, []):
            yield scrapy.Request(
                link, self.parse, errback=self.failed, cb_kwargs={"asked": link}, dont_filter=True
            )

    def failed(self, failure):
        asked = failure.request.cb_kwargs["asked"]
        self.fates[asked] = {"fate": fate_of(failure.value), "text": str(failure.value)}


def main():
    plan = json.load(sys.stdin)
    settings = get_project_settings()
    ours = "crawlers.downloader."
    for name in ("SPIDER_MIDDLEWARES", "EXTENSIONS"):
        settings.set(name, {k: v for k, v in dict(settings[name]).items() if k.startswith(ours)})
    settings.setdict(
        {
            "ADDONS": {},
            "LOG_FORMATTER": "scrapy.logformatter.LogFormatter",
            "STATS_DUMP": False,
            "RETRY_BACKOFF": 0,
            "LOG_LEVEL": "DEBUG",
        },
        "cmdline",
    )
    settings.setdict(plan.get("settings", {}), "cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(ProbeSpider)
    process.crawl(crawler, plan=plan)
    process.start()
    # not ru_maxrss: that is inherited from the process that started this one
    status = Path("/proc/self/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    stats = {k: v for k, v in crawler.stats.get_stats().items() if isinstance(v, (int, str))}
    Path(plan["out"]).write_text(
        json.dumps(
            {
                "fates": crawler.spider.fates,
                "pages": crawler.spider.pages,
                "peak": peak,
                "stats": stats,
            }
        )
    )


class Result:
    def __init__(self, out, log):
        for name, value in json.loads(out.read_text()).items():
            setattr(self, name, value)
        self.log = log

    def fate(self, url):
        return self.fates[url]["fate"] if url in self.fates else self.pages[url]["status"]


def start(tmp_path, urls, named=(), env=None, log="log", **plan):
    """Start a crawl; returns its process. `named` is what the operator names."""
    out = tmp_path / f"{log}.json"
    plan |= {"urls": urls, "named": list(named), "out": str(out)}
    with (tmp_path / log).open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.downloader.probe"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=sink,
            stderr=sink,
            env={**os.environ, "SCRAPY_SETTINGS_MODULE": "crawlers.settings", **(env or {})},
        )
    process.stdin.write(json.dumps(plan).encode())
    process.stdin.close()
    return process


def probe(tmp_path, urls, timeout=50, **plan):
    """Crawl to the end and tell what became of each URL."""
    process = start(tmp_path, urls, **plan)
    try:
        code = process.wait(timeout)
    finally:
        process.kill()
        process.wait()
    log = (tmp_path / "log").read_text()
    assert code == 0, log[-3000:]
    return Result(tmp_path / "log.json", log)


if __name__ == "__main__":
    main()
