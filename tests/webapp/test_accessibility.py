"""Who cannot see well, or at all, can use every page: axe finds nothing serious.

A page is looked at in one of four looks, the next page in the next, and a quarter of the
admin's pages; `make torture` (AXE_LOOKS=4) looks at each page in all of them.
"""

import os
from hashlib import sha256
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from tests.crawling import crawl
from tests.webapp.addresses import admin_pages, site_pages
from tests.webapp.live import PASSWORD, browsing, log_in, paint, resize, served, settled
from tests.webapp.mining.forges import make_forge
from tests.webapp.rows import fill
from webapp.catalog.browse.addresses import row_url
from webapp.catalog.mining import mine_forge
from webapp.catalog.models import ContributorMonth, SavedView
from webapp.crawls.models import Job

AXE = Path(__file__).resolve().parents[1] / "axe" / "axe.min.js"
HASH = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
GRAVE = {"serious", "critical"}
# Dark, and how wide.
LOOKS = ((False, 1280), (True, 400), (True, 1280), (False, 400))
AT_ONCE = int(os.environ.get("AXE_LOOKS", "1"))
RUN = """const done = arguments[arguments.length - 1];
const told = (node) => node.html.slice(0, 200);
axe.run(document, {resultTypes: ["violations"]}).then((found) => done([
  found.violations.map((each) => [each.impact, each.id, each.nodes.slice(0, 3).map(told)]),
  [...found.passes, ...found.violations, ...found.incomplete].map((each) => each.id)]));"""
# Marks of a drawing that has words for a screen reader.
DRAWN = """return document.querySelectorAll(
  "svg[role=img][aria-labelledby='chart-title chart-text'] :is(.shape, .bands path)").length;"""
# Figures of a page that are drawn.
FIGURES = """return [...document.querySelectorAll("[data-source]")].filter(
  (figure) => figure.querySelector("svg[role=img] .shape")).map((figure) => figure.id);"""
DRAWINGS = (
    "/charts/books/price/",
    "/charts/books/category/",
    "/charts/books/time/",
    "/charts/books/rating-against-price/",
    "/charts/quotes/tags-together/",
    "/charts/contributors/shared-languages/",
    "/charts/contributors/polyglots/",
    "/charts/repositories/months/",
    "/charts/repositories/first-commit-against-commits/",
    "/charts/jobs/timeline/",
)
OTHERS = (
    "/books/?q=nothinglikeit&rating=5&colour=red",
    "/charts/books/?rating=5",
    "/charts/books/price/?rating=5",
    "/nowhere/",
    "/admin/nowhere/",
)


@pytest.fixture
def crawled(sqlite_database, practice_site):
    for spider in ("books", "quotes"):
        base = f"{practice_site.url}/{spider}/"
        crawl(spider, args={"base_url": base, "limit": "60"}, env=sqlite_database.env)
    make_forge(1)
    mine_forge()
    root = User.objects.create_superuser("root", "root@example.org", PASSWORD)
    fill(2)
    Job.objects.filter(pk=Job.objects.last().pk).update(state="running")
    SavedView.objects.create(name="Five", owner=root, kind="catalog.Book", query="rating=5")
    return sqlite_database


def writer():
    """Return a contributor whose page has charts."""
    return ContributorMonth.objects.first().contributor


def pages():
    """Return every page; for a quick look, a quarter of the admin's and a chart of each shape."""
    site, admin = list(site_pages(1)), list(admin_pages(1))
    if AT_ONCE == 1:
        site = [each for each in site if not each.startswith("/charts/")]
        admin = admin[::4]
    return list(dict.fromkeys((row_url(writer()), *DRAWINGS, *OTHERS, *site, *admin)))


def grave(driver):
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    found, asked = driver.execute_async_script(RUN)
    assert "color-contrast" in asked
    return [each for each in found if each[0] in GRAVE]


def test_axe_is_the_file_that_was_looked_at():
    assert sha256(AXE.read_bytes()).hexdigest() == HASH


@pytest.mark.usefixtures("browser")
def test_no_page_has_a_serious_barrier(crawled, site_files, capsys):
    with served(site_files, **crawled.env) as url, browsing() as driver:
        driver.set_script_timeout(60)
        driver.get(f"{url}/login/")
        assert grave(driver) == []
        log_in(driver, url, "root")
        found, looked = [], 0
        for n, page in enumerate(pages()):
            for dark, width in (LOOKS[n % 4 :] + LOOKS)[:AT_ONCE]:
                resize(driver, width, 900)
                paint(driver, dark=dark)
                driver.get(url + page)
                settled(driver)
                if barriers := grave(driver):
                    found.append(f"{page} {'dark' if dark else 'light'} {width}: {barriers}")
                if page in DRAWINGS:
                    assert driver.execute_script(DRAWN) > 0, page
                looked += 1
        assert not found, "\n".join(found)
        driver.get_log("browser")  # what axe wanted to style
        driver.get(url + row_url(writer()))
        settled(driver)
        assert driver.execute_script(FIGURES) == ["chart-languages", "chart-months"]
        # Nothing was refused by the page's policy, and nothing failed in a script.
        assert [said for said in driver.get_log("browser") if "404" not in said["message"]] == []
    with capsys.disabled():
        print(f"\n{len(pages())} pages, {looked} looks: nothing serious")
