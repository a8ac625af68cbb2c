"""One crawl of a forge: `python -m benchmarks.forgecrawl '{"url": "…", "stores": true}'`."""

import json
import sys

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from benchmarks.measure import own_cpu, report
from crawlers.items import CommitItem


class Commits:
    """Counts the commits that a crawl has acknowledged."""

    def __init__(self) -> None:
        self.count = 0

    def scraped(self, item: object) -> None:
        """Count an item, if it is a commit."""
        self.count += isinstance(item, CommitItem)


def main() -> None:
    """Crawl and report; all CPU counts, from the interpreter's start to the last row."""
    given = json.loads(sys.argv[1])
    settings = Settings()
    settings.setmodule("crawlers.settings", priority="project")
    settings.set("LOG_LEVEL", "INFO", priority="cmdline")
    settings.set("DJANGO_ENABLED", given["stores"], priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(SpiderLoader.from_settings(settings).load("cgit"))
    commits = Commits()
    crawler.signals.connect(commits.scraped, signal=signals.item_scraped)
    process.crawl(crawler, url=given["url"])
    process.start()
    stats = crawler.stats.get_stats()
    report(
        {
            "cpu": own_cpu(),
            "pages": stats.get("response_received_count", 0),
            "commits": commits.count,
        }
    )


if __name__ == "__main__":
    main()
