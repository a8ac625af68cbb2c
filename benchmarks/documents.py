"""One crawl of a site of linked pages: `python -m benchmarks.documents '{"url": "…"}'`.

Every page is stored, and links a menu of 30 pages beside its own: so nearly every link that the
scheduler is given was given before, as on a documentation site.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any
from zlib import crc32

from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import HtmlResponse
from scrapy.settings import Settings

from benchmarks.measure import own_cpu, report
from crawlers.arguments import Argument, web_url
from crawlers.fields import documents
from crawlers.items import PageItem
from crawlers.spider import SiteSpider

HOSTS = 24
MENU = [f"/site/{part}/page-{n}.html" for part in ("docs", "blog", "news") for n in range(1, 11)]


class DocumentsSpider(SiteSpider):
    """Follows every link of every page; what was asked before is the scheduler's to know.

    The pages are spread over 24 hosts, so that workers can share the site.
    """

    name = "documents"
    arguments = (Argument(name="url", parse=web_url, required=True, help="the site"),)

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.start_urls = [self.args["url"]]

    def parse(self, response: HtmlResponse) -> Iterator[PageItem | Request]:
        """Store the page and follow its links."""
        text = documents.visible_text(response.copy())
        yield PageItem(
            url=response.url,
            title=documents.title(response),
            h1=documents.heading(response),
            text=text,
            text_hash=f"{hash(text):x}",
            status=response.status,
            depth=0,
        )
        links = [href for href in response.css("a::attr(href)").getall() if ".html" in href]
        for request in response.follow_all([*links, *MENU], self.parse):
            number = crc32(request.url.encode()) % HOSTS
            request.meta["download_slot"] = f"host{number}"
            yield request
        yield from response.follow_all(css="nav a::attr(href)", callback=self.parse)


def main() -> None:
    """Crawl and report."""
    given = json.loads(sys.argv[1])
    settings = Settings()
    settings.setmodule("crawlers.settings", priority="project")
    settings.setdict({"LOG_LEVEL": "WARNING"} | given.get("settings", {}), priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(DocumentsSpider)
    process.crawl(crawler, url=given["url"], **given.get("args", {}))
    process.start()
    stats = crawler.stats.get_stats()
    report(
        {
            "cpu": own_cpu(),
            "pages": stats.get("pages/received", 0),
            "items": stats.get("item_scraped_count", 0),
            "duplicates": stats.get("dupefilter/filtered", 0),
            "wall": stats.get("elapsed_time_seconds", 0.0),
            "reason": stats.get("finish_reason"),
            "code": stats.get("exit_code"),
        }
    )


if __name__ == "__main__":
    main()
