"""One crawl of the practice shop: `python -m benchmarks.shop '{"side": "bare", "url": "…"}'`."""

import json
import sys
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings

from benchmarks.measure import own_cpu, report
from crawlers.spiders.books import BooksSpider

# One level for all: Scrapy's own, DEBUG, writes every item and would flatter us.
LOG_LEVEL = "INFO"
BARE: dict[str, dict[str, Any]] = {"bare": {}, "tuned": {"CONCURRENT_ITEMS": 20}}


class BareSpider(scrapy.Spider):
    """A plain Scrapy spider with our callbacks: the same pages, selectors and items.

    Links are followed by Scrapy's own `follow_all`: what our `follow` adds is the house's cost.
    """

    name = "bare"
    parse = BooksSpider.parse
    parse_category = BooksSpider.parse_category
    parse_book = BooksSpider.parse_book
    link = BooksSpider.link

    def follow(self, response: Response, links: list[str], to: Any, **more: Any) -> Any:
        """Follow links as every Scrapy spider does."""
        return response.follow_all(links, to, **more)


def main() -> None:
    """Crawl and report."""
    given = json.loads(sys.argv[1])
    side, url = given["side"], given["url"]
    bare = side in BARE
    process = AsyncCrawlerProcess(_bare(BARE[side]) if bare else _ours(stores=side == "ours"))
    crawler = process.create_crawler(BareSpider if bare else BooksSpider)
    args = {"start_urls": [url]} if bare else {"base_url": url}
    process.crawl(crawler, **args)
    process.start()
    report(_figures(crawler.stats.get_stats()))


def _ours(*, stores: bool) -> Settings:
    settings = Settings()
    settings.setmodule("crawlers.settings", priority="project")
    settings.set("LOG_LEVEL", LOG_LEVEL, priority="cmdline")
    settings.set("DJANGO_ENABLED", stores, priority="cmdline")
    return settings


def _bare(more: dict[str, Any]) -> Settings:
    own = {"ROBOTSTXT_OBEY": True, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False}
    return Settings(own | {"DOWNLOAD_DELAY": 0, "LOG_LEVEL": LOG_LEVEL} | more)


def _figures(stats: dict[str, Any]) -> dict[str, Any]:
    return {
        "cpu": own_cpu(),
        "pages": stats.get("response_received_count", 0),
        "items": stats.get("item_scraped_count", 0),
        "wall": stats.get("elapsed_time_seconds", 0.0),
        "reason": stats.get("finish_reason"),
    }


if __name__ == "__main__":
    main()
