"""Who cannot see well, or at all, can use every page of the site: axe finds nothing serious."""

from hashlib import sha256
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from tests.crawling import crawl
from tests.webapp.live import PASSWORD, browsing, log_in, paint, resize, served, settled
from tests.webapp.mining.forges import make_forge
from webapp.catalog.browse.addresses import row_url
from webapp.catalog.mining import mine_forge
from webapp.catalog.models import Book, ContributorMonth, Quote, SavedView
from webapp.crawls.models import Job

AXE = Path(__file__).resolve().parents[1] / "axe" / "axe.min.js"
HASH = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
GRAVE = {"serious", "critical"}
RUN = """const done = arguments[arguments.length - 1];
const told = (node) => node.html.slice(0, 200);
axe.run(document, {resultTypes: ["violations"]}).then((found) => done(found.violations.map(
  (each) => [each.impact, each.id, each.nodes.slice(0, 3).map(told)])));"""
# Marks of a drawing that has words for a screen reader.
DRAWN = """return document.querySelectorAll(
  "svg[role=img][aria-labelledby='chart-title chart-text'] :is(.shape, .bands path)").length;"""
# Figures of a page that are drawn.
FIGURES = """return [...document.querySelectorAll("[data-source]")].filter(
  (figure) => figure.querySelector("svg[role=img] .shape")).map((figure) => figure.id);"""
CHARTS = (
    "books/price",
    "books/category",
    "books/time",
    "books/rating-against-price",
    "quotes/tags-together",
    "contributors/shared-languages",
    "contributors/polyglots",
    "repositories/months",
    "repositories/first-commit-against-commits",
    "jobs/timeline",
)


@pytest.fixture
def crawled(sqlite_database, practice_site):
    for spider in ("books", "quotes"):
        base = f"{practice_site.url}/{spider}/"
        crawl(spider, args={"base_url": base, "limit": "60"}, env=sqlite_database.env)
    make_forge(1)
    mine_forge()
    root = User.objects.create_superuser("root", "root@example.org", PASSWORD)
    SavedView.objects.create(name="Five", owner=root, kind="catalog.Book", query="rating=5")
    return sqlite_database


def writer():
    """Return a contributor whose page has charts."""
    return ContributorMonth.objects.first().contributor


def pages():
    rows = (Book.objects.first(), Quote.objects.first(), writer(), Job.objects.first())
    return [
        "/",
        "/books/",
        "/books/?q=nothinglikeit&rating=5&colour=red",
        "/quotes/",
        "/jobs/",
        *(row_url(row) for row in rows),
        "/charts/",
        "/charts/books/?rating=5",
        *(f"/charts/{name}/" for name in CHARTS),
        "/views/",
        "/api/",
        "/nowhere/",
    ]


def grave(driver):
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    found = driver.execute_async_script(RUN)
    return [each for each in found if each[0] in GRAVE]


def test_axe_is_the_file_that_was_looked_at():
    assert sha256(AXE.read_bytes()).hexdigest() == HASH


@pytest.mark.usefixtures("browser")
def test_no_page_has_a_serious_barrier(crawled, site_files):
    looks = [(False, 1280), (True, 400)]
    with served(site_files, **crawled.env) as url, browsing() as driver:
        driver.set_script_timeout(30)
        driver.get(f"{url}/login/")
        assert grave(driver) == []
        log_in(driver, url, "root")
        found = {}
        for page in pages():
            for dark, width in looks:
                resize(driver, width, 900)
                paint(driver, dark=dark)
                driver.get(url + page)
                settled(driver)
                if barriers := grave(driver):
                    found[page, dark, width] = barriers
                if page.removeprefix("/charts/").strip("/") in CHARTS:
                    assert driver.execute_script(DRAWN) > 0, page
        assert found == {}
        driver.get(url + row_url(writer()))
        settled(driver)
        assert driver.execute_script(FIGURES) == ["chart-languages", "chart-months"]
        # Nothing was refused by the page's policy, and nothing failed in a script.
        assert [said for said in driver.get_log("browser") if "404" not in said["message"]] == []
