"""What was crawled acts in no reader's browser: every page, in a real one, under a beacon's ear.

Payloads go through a real crawl of every kind. STORED_PAYLOADS_ROWS says how many rows of each
kind are opened; `make torture` opens all.
"""

import contextlib
import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth.models import User
from selenium.common.exceptions import WebDriverException

from tests.crawling import crawl, wait_for
from tests.site.payloads import armed
from tests.webapp.live import PASSWORD, browsing, log_in, served, settled
from tests.webapp.rows import MODELS, name_of
from webapp.catalog.browse.addresses import row_url
from webapp.catalog.browse.kind import browsable
from webapp.catalog.models import Author, Book, Category, Page, Quote, SavedView, Tag
from webapp.charts.kindcharts import charts_of
from webapp.crawls.models import Job, Rejection

ROWS = int(os.environ.get("STORED_PAYLOADS_ROWS", "1"))
FORMATS = ("csv", "json", "ndjson")


class Beacon(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.heard.append(self.path)
        page = self.path == "/page"
        self.send_response(200 if page else 204)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.server.page.encode() if page else b"")

    def do_POST(self):
        self.do_GET()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def beacon():
    with ThreadingHTTPServer(("127.0.0.1", 0), Beacon) as server:
        server.heard, server.page = [], ""
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def poisoned(sqlite_database, _practice_site, beacon):
    """A database into which every kind was crawled with payloads in all its texts."""
    root = f"{_practice_site.url}/xss/{beacon.server_port}"
    for spider, name, path in (
        ("books", "base_url", "books"),
        ("quotes", "base_url", "quotes"),
        ("pages", "url", "site"),
    ):
        ended = crawl(spider, args={name: f"{root}/{path}/"}, env=sqlite_database.env)
        assert ended.returncode in {0, 3}, ended.stderr
    user = User.objects.create_superuser("root", "root@example.org", PASSWORD)
    for text in armed(f"127.0.0.1:{beacon.server_port}").values():
        query = urlencode({"q": text})
        SavedView.objects.create(name=text, owner=user, kind="catalog.Book", query=query)
    return sqlite_database


def site_addresses(texts):
    """Yield every page of the site there is for what was crawled."""
    yield from ("/", "/jobs/", "/charts/", "/charts/jobs/timeline/", "/views/", "/api/")
    yield from (row_url(job) for job in Job.objects.all())
    for kind in browsable():
        yield f"/{kind.slug}/"
        yield f"/{kind.slug}/?{urlencode({'q': texts[0], 'sort': texts[1], texts[2]: texts[3]})}"
        yield f"/charts/{kind.slug}/"
        yield from (f"/charts/{kind.slug}/{name}/" for name in charts_of(kind.model))
        yield from (row_url(row) for row in kind.model.objects.all()[:ROWS])
        yield f"/api/kinds/{kind.slug}/items"
        yield f"/feeds/{kind.slug}/"
        yield from (f"/{kind.slug}.{form}" for form in FORMATS)
    yield from (f"/{quote(text)}/" for text in texts[:3])
    yield f"/charts/books/{quote(texts[0], safe='')}/"


def admin_addresses():
    yield "/admin/"
    for model in MODELS:
        at = f"/admin/{name_of(model).replace('_', '/', 1)}/"
        yield at
        yield f"{at}add/"
        for row in model.objects.all()[:ROWS]:
            yield f"{at}{row.pk}/change/"
            yield f"{at}{row.pk}/history/"
            yield f"{at}{row.pk}/delete/"


def check_every_kind_holds_every_payload(texts):
    for model, field in ((Author, "name"), (Tag, "name"), (Quote, "text"), (Page, "h1")):
        held = "\n".join(model.objects.values_list(field, flat=True))
        assert [text for text in texts if " ".join(text.split()) not in held] == []
    assert Book.objects.count() >= len(texts)
    assert Category.objects.count() > 3
    assert Rejection.objects.filter(kind="catalog.Book").exists()  # the title of 5,000 characters


@pytest.mark.usefixtures("browser")
def test_nothing_crawled_acts_in_a_browser(poisoned, beacon, site_files):
    texts = list(armed(f"127.0.0.1:{beacon.server_port}").values())
    check_every_kind_holds_every_payload(texts)
    addresses = [*site_addresses(texts), *admin_addresses()]
    assert len(addresses) > 120
    with served(site_files, **poisoned.env) as url, browsing() as driver:
        log_in(driver, url, "root")
        for address in addresses:
            with contextlib.suppress(WebDriverException):  # a file that is downloaded is no page
                driver.get(url + address)
            settled(driver)
            assert (said(driver), beacon.heard) == ([], []), address
            assert driver.current_url.startswith(url), address
        # The same ear hears what does act, and what the site's own policy stops.
        beacon.page = "\n".join(texts)
        driver.execute_script(f"document.body.innerHTML = {json.dumps(texts[1])}")
        wait_for(lambda: "Content Security Policy" in str(said(driver)), what="the policy")
        assert beacon.heard == []
        driver.get(f"http://127.0.0.1:{beacon.server_port}/page")
        wait_for(lambda: {"/page", "/a", "/b", "/d"} <= set(beacon.heard), what="the payloads")


def said(driver):
    """Return what stands in the browser's console, but for answers that are no pages."""
    heard = driver.get_log("browser")
    # Chromium's advice on forms is no act of anything.
    heard = [each for each in heard if each["source"] != "recommendation"]
    return [each for each in heard if "Failed to load resource" not in each["message"]]
