"""One side of the browser benchmark: `python -m benchmarks.browser_side '{"side": "raw", …}'`."""

import ctypes
import json
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator
from time import monotonic
from typing import Any

from parsel import Selector

from benchmarks.measure import report

WINDOW = "1280,1024"
# What the bare loop and playwright start Chromium with; ours has more of its own.
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    f"--window-size={WINDOW}"
).split()
CONCURRENCY = 8
LIGHT = "/quotes/js/page/{1}/?{0}"
HEAVY = "/hostile/pictures?n=40&page={0}"
_SET_CHILD_SUBREAPER = 36  # prctl(2)


def main() -> None:
    """Render and report; all CPU counts, the browser's with all its processes."""
    # What a browser leaves behind becomes our child, and its CPU ours, when it ends.
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    given = json.loads(sys.argv[1])
    side, pages = given["side"], given["pages"]
    path = (
        "/hostile/pictures?n=40&page={0}"
        if side in {"pictures", "blocked"}
        else "/quotes/js/page/{1}/?{0}"
    )
    urls = [given["site"] + path.format(n, n % 10 + 1) for n in range(pages)]
    started = monotonic()
    whole = _raw(urls) if side == "raw" else _scrapy(side, urls)
    wall = monotonic() - started
    report({"wall": wall, "cpu": _cpu(), "pages": pages, "whole": whole / pages})


def is_whole(html: str) -> bool:
    """Say whether a page was rendered."""
    page = Selector(html)
    return len(page.css("div.quote")) == 10 or bool(page.css("h1"))  # noqa: PLR2004


def _raw(urls: list[str]) -> int:
    from selenium import webdriver  # noqa: PLC0415 -- others must not pay for it

    options = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.binary_location = shutil.which("chromium") or ""
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    with webdriver.Chrome(options, service) as driver:
        return sum(is_whole(_loaded(driver, url)) for url in urls)


def _loaded(driver: Any, url: str) -> str:
    driver.get(url)
    return str(driver.page_source)


def _scrapy(side: str, urls: list[str]) -> int:
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415 -- as above
    from scrapy.settings import Settings  # noqa: PLC0415

    from benchmarks.browser_spider import RenderedSpider  # noqa: PLC0415

    settings = Settings()
    settings.setmodule("crawlers.settings", priority="project")
    with tempfile.TemporaryDirectory() as folder:
        settings.setdict(dict(_settings(side, folder)), "cmdline")
        process = AsyncCrawlerProcess(settings)
        crawler = process.create_crawler(RenderedSpider)
        meta = {"playwright": True} if side == "playwright" else {"browser": True}
        process.crawl(crawler, urls=urls, meta=meta)
        process.start()
    return int(crawler.stats.get_value("rendered", 0))


def _settings(side: str, folder: str) -> Iterator[tuple[str, Any]]:
    """Yield the settings that differ: only who renders is another."""
    yield "LOG_LEVEL", "ERROR"
    yield "DJANGO_ENABLED", False
    yield "PROGRESS_ENABLED", False
    yield "BROWSER_DIR", folder
    yield "BROWSER_WINDOW", WINDOW.replace(",", "x")
    yield "CONCURRENT_REQUESTS_LOCAL", CONCURRENCY
    if side.startswith("ours"):
        yield "BROWSER_TABS", side.partition("-")[2]
    if side == "blocked":
        yield "BROWSER_BLOCK", ["images", "css"]
    if side == "playwright":
        handler = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
        yield "DOWNLOAD_HANDLERS", {"http": handler, "https": handler}
        options = {"executable_path": shutil.which("chromium"), "args": FLAGS}
        yield "PLAYWRIGHT_LAUNCH_OPTIONS", options
        yield "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT", 4


def _cpu() -> float:
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    main()
