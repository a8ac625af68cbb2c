"""One crawl of the memory site: `python -m benchmarks.crawler '{"side": "ours"}'`."""

import json
import os
import sys
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from benchmarks.measure import Figures, own_cpu, report
from benchmarks.memory import MemoryMiddleware, MemorySpider

PEERS = {
    "djangoitem": "benchmarks.peers.DjangoItemPipeline",
    "aupdate": "benchmarks.peers.UpdateOrCreatePipeline",
}
STOCK_ITEMS = 100  # Scrapy's own CONCURRENT_ITEMS
SIDES = ("stock", "none", "ours", *PEERS)


def main() -> None:
    """Crawl and report; all CPU counts, from the interpreter's start to the last row."""
    given = json.loads(sys.argv[1])
    stats = _crawl(given["side"], given.get("args", {}))
    report(_figures(stats))


def _crawl(side: str, args: dict[str, Any]) -> dict[str, Any]:
    if side in PEERS:
        if side == "djangoitem":
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        import django  # noqa: PLC0415 -- a crawl without Django must not pay for it

        django.setup()
    process = AsyncCrawlerProcess(_settings(side, measures_lag="rate" in args))
    crawler = process.create_crawler(MemorySpider)
    process.crawl(crawler, **{name: str(value) for name, value in args.items()})
    process.start()
    return dict(crawler.stats.get_stats())


def _settings(side: str, *, measures_lag: bool) -> Settings:
    """Return the project's settings for every side: only who stores is different."""
    settings = Settings()
    settings.setmodule("crawlers.settings", priority="project")
    settings.set("LOG_LEVEL", "WARNING", priority="cmdline")
    settings.set("DJANGO_ENABLED", side == "ours", priority="cmdline")
    settings.set_in_component_priority_dict("DOWNLOADER_MIDDLEWARES", MemoryMiddleware, 1)
    if side in PEERS:
        settings.set("ITEM_PIPELINES", {PEERS[side]: 300}, priority="cmdline")
    if side == "stock":
        settings.set("CONCURRENT_ITEMS", STOCK_ITEMS, priority="cmdline")
    if measures_lag:
        extensions = settings.getdict("EXTENSIONS") | {"benchmarks.lag.LoopLag": 1}
        settings.set("EXTENSIONS", extensions, priority="cmdline")
    return settings


def _figures(stats: dict[str, Any]) -> Figures:
    outcomes = {
        name.removeprefix("items/"): value
        for name, value in stats.items()
        if name.startswith("items/") and name.count("/") == 1
    }
    return {
        "cpu": own_cpu(),
        "wall": stats.get("elapsed_time_seconds", 0.0),
        "scraped": stats.get("item_scraped_count", 0),
        "job": stats.get("job/id"),
        "reason": stats.get("finish_reason"),
        "outcomes": outcomes,
        "lag": {name: stats.get(f"lag/{name}", 0.0) for name in ("p50", "p99", "most")},
    }


if __name__ == "__main__":
    main()
