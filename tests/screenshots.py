"""`make screenshots`: every page of the site, and the admin's main ones, to var/screenshots.

Each at desktop and phone width, light and dark. From the checkout: `python -m tests.screenshots`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from base64 import b64decode
from pathlib import Path

from tests.crawling import ROOT
from tests.site.process import running_site
from tests.webapp.live import PASSWORD, browsing, log_in, paint, resize, served, settled

TARGET = Path(os.environ.get("VAR_DIR", ROOT / "var")) / "screenshots"
SIZES = {"desktop": 1280, "phone": 400}
TALLEST = 2400  # pixels of a picture
CRAWLS = (
    ("books", "base_url={site}/books/", "limit=300"),
    ("quotes", "base_url={site}/quotes/"),
    ("pages", "url={site}/site/"),
)
PAGES = {
    "home": "/",
    "books": "/books/",
    "books-chosen": "/books/?rating=5&price__lte=40",
    "books-nothing": "/books/?q=nothinglikeit",
    "quotes": "/quotes/",
    "pages": "/pages/",
    "tags": "/tags/",
    "jobs": "/jobs/",
    "charts": "/charts/",
    "charts-of-books": "/charts/books/?rating=5",
    "chart-histogram": "/charts/books/price/",
    "chart-bars": "/charts/books/category/",
    "chart-time": "/charts/books/time/",
    "chart-grid": "/charts/books/rating-against-price/",
    "chart-tags": "/charts/quotes/tags-together/",
    "chart-sections": "/charts/pages/links/",
    "chart-years": "/charts/authors/born_date/",
    "chart-jobs": "/charts/jobs/timeline/",
    "saved-views": "/views/",
    "api": "/api/",
    "not-found": "/nowhere/",
    "admin": "/admin/",
    "admin-books": "/admin/catalog/book/",
    "admin-jobs": "/admin/crawls/job/",
    "admin-rejections": "/admin/crawls/rejection/",
    "admin-tokens": "/admin/accounts/token/",
    "admin-token-add": "/admin/accounts/token/add/",
    "admin-run": "/admin/crawls/job/run/",
    "admin-schedule-add": "/admin/crawls/schedule/add/",
    "admin-visits": "/admin/crawls/visit/",
    "admin-quote-add": "/admin/catalog/quote/add/",
}
FIRST = {
    "book": "/books/",
    "quote": "/quotes/",
    "page": "/pages/",
    "job": "/jobs/",
    "admin-book": "/admin/catalog/book/",
    "admin-job": "/admin/crawls/job/",
}
PEOPLE = """
from django.contrib.auth.models import User
from webapp.catalog.models import SavedView
root = User.objects.create_superuser("root", "root@example.org", {password!r})
SavedView.objects.create(name="Cheap and good", owner=root, kind="catalog.Book", shared=True,
    query="rating=5&price__lte=20")
SavedView.objects.create(name="Life", owner=root, kind="catalog.Quote", query="q=life")
"""


def main():
    """Crawl the practice site into a database of its own, and photograph what comes of it."""
    with tempfile.TemporaryDirectory(prefix="spidersilk-screenshots-") as var:
        os.environ |= {"VAR_DIR": var, "DJANGO_SETTINGS_MODULE": "webapp.settings"}
        run("-m", "webapp", "migrate", "-v0")
        with running_site() as site:
            for number in range(2):
                site.mutate(0.1 * number)
                for spider, *given in CRAWLS:
                    asked = [f"-a{each.format(site=site.url)}" for each in given]
                    run("-m", "scrapy", "crawl", spider, *asked, check=False)
        run("-m", "webapp", "shell", "-c", PEOPLE.format(password=PASSWORD))
        shutil.rmtree(TARGET, ignore_errors=True)
        TARGET.mkdir(parents=True)
        with served(var) as url, browsing() as driver:
            photograph(driver, url, {"login": "/login/"})
            log_in(driver, url, "root")
            photograph(
                driver,
                url,
                PAGES | {name: first(driver, url, page) for name, page in FIRST.items()},
            )
    print(f"Written to {TARGET}")


def run(*command, check=True):
    subprocess.run([sys.executable, *command], cwd=ROOT, check=check, stderr=subprocess.DEVNULL)


def first(driver, url, page):
    """Return the address of the first row of a list."""
    driver.get(url + page)
    return driver.execute_script("return document.querySelector('#content tbody th a').pathname")


def photograph(driver, url, pages):
    for name, path in pages.items():
        for size, width in SIZES.items():
            resize(driver, width, 900)
            for dark in (False, True):
                paint(driver, dark=dark)
                driver.get(url + path)
                settled(driver)
                take(driver, width, TARGET / f"{name}-{size}-{'dark' if dark else 'light'}.png")


def take(driver, width, path):
    """Photograph a page whole, unless it is very long."""
    tall = driver.execute_script("return document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST), "scale": 1}
    asked = {"format": "png", "captureBeyondViewport": True, "clip": clip}
    path.write_bytes(b64decode(driver.execute_cdp_cmd("Page.captureScreenshot", asked)["data"]))


if __name__ == "__main__":
    main()
