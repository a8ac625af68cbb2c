"""What was crawled acts in no reader's browser: every page, in a real one, under a beacon's ear.

Payloads go through a real crawl of every kind, and stand in every text of every other table.
STORED_PAYLOADS_ROWS says how many rows of each are opened; `make torture` opens all.
"""

import contextlib
import json
import os
import urllib.request
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth.models import User
from django.db import connection
from selenium.common.exceptions import WebDriverException

from tests.crawling import crawl, wait_for
from tests.site.payloads import armed
from tests.webapp.addresses import admin_pages, files, site_pages, unknown_pages
from tests.webapp.beacon import listening, said
from tests.webapp.live import OPENER, PASSWORD, be, browsing, log_in, served, settled
from tests.webapp.rows import MODELS, fill, name_of
from webapp.catalog.models import Author, Book, Category, Page, Quote, SavedView, Tag
from webapp.crawls.models import Job, Rejection

ROWS = int(os.environ.get("STORED_PAYLOADS_ROWS", "1"))
ENV = {"API_RATE": "40", "LOGIN_FAILURES": "2"}
STATUS = "return performance.getEntriesByType('navigation')[0].responseStatus"
# Links that do not lead to a web page, or tell another site where the reader comes from.
LINKS = """const where = (each) => each.getAttribute("href") ?? each.getAttribute("action") ?? "";
const bad = (each, url) => !/^https?:$/.test(url.protocol)
  || (url.origin !== location.origin && each.rel !== "noopener noreferrer nofollow");
return [...document.querySelectorAll("[href], form")]
  .filter((each) => bad(each, new URL(where(each), location))).map((each) => each.outerHTML);"""
SEND = """const form = document.createElement("form");
[form.method, form.action] = ["post", arguments[0]];
for (const [name, value] of Object.entries(arguments[1])) {
  form.append(Object.assign(document.createElement("input"), {name, value}));
}
document.body.append(form);
form.submit();"""
CHOOSE = """for (const box of document.querySelectorAll(".action-select")) box.checked = true;
const action = document.querySelector("[name=action]");
if (!action || ![...action.options].some((each) => each.value === arguments[0])) return false;
action.value = arguments[0];
document.querySelector("#changelist-form").submit();
return true;"""
# Files that are text to whoever reads them, but would be a page if somebody named them so.
RAW = (".csv", ".parquet")


@pytest.fixture(scope="module")
def beacon():
    with listening() as server:
        yield server


@pytest.fixture
def texts(beacon):
    return list(armed(f"127.0.0.1:{beacon.server_port}").values())


@pytest.fixture
def poisoned(sqlite_database, _practice_site, beacon, texts):
    """A database into which every kind was crawled with payloads in all its texts."""
    root = f"{_practice_site.url}/xss/{beacon.server_port}"
    for spider, name, path in (
        ("books", "base_url", "books"),
        ("quotes", "base_url", "quotes"),
        ("pages", "url", "site"),
    ):
        ended = crawl(spider, args={name: f"{root}/{path}/"}, env=sqlite_database.env)
        assert ended.returncode in {0, 3}, ended.stderr
    _check_every_kind_holds_every_payload(texts)
    user = User.objects.create_superuser("root", "root@example.org", PASSWORD)
    User.objects.create_user("nobody", password=PASSWORD)
    for n, text in enumerate(texts):
        fill(1, start=n, text=text, url=text)
        query = urlencode({"q": text})
        SavedView.objects.create(name=text, owner=user, kind="catalog.Book", query=query)
    Job.objects.filter(pk=Job.objects.last().pk).update(state="running")
    return sqlite_database


def _check_every_kind_holds_every_payload(texts):
    for model, field in ((Author, "name"), (Tag, "name"), (Quote, "text"), (Page, "h1")):
        held = "\n".join(model.objects.values_list(field, flat=True))
        assert [text for text in texts if " ".join(text.split()) not in held] == []
    assert Book.objects.count() >= len(texts)
    assert Category.objects.count() > 3
    assert Rejection.objects.filter(kind="catalog.Book").exists()  # the title of 5,000 characters


class Walk:
    """A browser that goes from page to page, and after each asks what was heard."""

    def __init__(self, driver, url, beacon):
        self.driver, self.url, self.beacon = driver, url, beacon
        self.counted = dict.fromkeys(("pages", "confirmed", "errors", "served", "opened"), 0)

    def open(self, address, sort="pages"):
        with contextlib.suppress(WebDriverException):  # a file that is downloaded is no page
            self.driver.get(address if "://" in address[:9] else self.url + address)
        self.listen(address, sort)

    def listen(self, where, sort):
        settled(self.driver)
        assert (said(self.driver), self.beacon.heard) == ([], []), where
        assert self.driver.current_url.startswith((self.url, "file:", "data:,")), where
        if sort != "opened":
            assert self.driver.execute_script(LINKS) == [], where
        self.counted[sort] += 1

    def fail(self, address, status):
        self.open(address, "errors")
        assert self.driver.execute_script(STATUS) == status, address

    def send(self, address, values, status):
        self.driver.execute_script(SEND, address, values)
        wait_for(lambda: self.driver.execute_script(STATUS) == status, what=f"status {status}")
        self.listen(address, "errors")


@pytest.mark.usefixtures("browser")
def test_nothing_crawled_acts_in_a_browser(poisoned, beacon, texts, site_files, tmp_path, capsys):
    with served(site_files, **poisoned.env, **ENV) as url, browsing() as driver:
        walk = Walk(driver, url, beacon)
        _bear_payloads(driver, texts)
        log_in(driver, url, "root")
        for page in (*site_pages(ROWS, texts), *admin_pages(ROWS, texts)):
            walk.open(page)
        _confirm(walk)
        _open_files(walk, tmp_path)
        _make_mistakes(walk, texts)
        _the_ear_hears(walk, texts, tmp_path)
    assert walk.counted["pages"] > 200
    with capsys.disabled():
        print(f"\n{walk.counted}, beacons: 0, violations: 0")


def _bear_payloads(driver, texts):
    """Send payloads in the headers and cookies of every request."""
    plain = next(text for text in texts if text.startswith("<svg"))
    names = ("Accept-Language", "X-Forwarded-For", "X-Forwarded-Host", "X-Requested-With")
    headers = dict.fromkeys(names, plain)
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": headers})
    driver.execute_cdp_cmd("Network.setUserAgentOverride", {"userAgent": plain})
    for name in ("messages", "django_language", "theme"):
        cookie = {"name": name, "value": plain, "url": "http://127.0.0.1/"}
        driver.execute_cdp_cmd("Network.setCookie", cookie)


def _confirm(walk):
    """Ask for all rows to be deleted, and jobs killed, up to the question whether one is sure."""
    for model in MODELS:
        at = f"{walk.url}/admin/{name_of(model).replace('_', '/', 1)}/"
        for action in ("delete_selected", *(("kill_jobs",) if model is Job else ())):
            walk.driver.get(at)
            if walk.driver.execute_script(CHOOSE, action):
                wait_for(
                    lambda: walk.driver.execute_script(
                        "return !document.querySelector('#result_list')"
                    ),
                    what=f"the question of {at}",
                )
                walk.listen(at, "confirmed")


def _open_files(walk, folder):
    """Take every file as it is served; open it from a disk, under its own name and as a page."""
    cookie = f"sessionid={walk.driver.get_cookie('sessionid')['value']}"
    for number, address in enumerate(files(1 if ROWS == 1 else 99)):
        walk.open(address, "served")
        asked = urllib.request.Request(walk.url + address, headers={"Cookie": cookie})
        with OPENER.open(asked, timeout=20) as response:
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert "html" not in response.headers["Content-Type"]
            content = response.read()
        name = address.strip("/").replace("/", "-")
        raw = name.endswith(RAW)
        for path in (f"{number}-{name}", *(() if raw else (f"{number}-{name}.html",))):
            (folder / path).write_bytes(content)
            walk.open(f"file://{folder / path}", "opened")


def _make_mistakes(walk, texts):
    """Meet every page that says what went wrong."""
    query = urlencode({"q": texts[0], texts[1]: texts[2]})
    for address in unknown_pages(texts[:1] if ROWS == 1 else texts):
        walk.fail(address, 404)
    walk.fail(f"/books/?{query}{'&x' * 1001}", 400)
    walk.fail(f"/logout/?{query}", 405)
    walk.fail(f"/api/kinds/{quote(texts[0], safe='')}/items?{query}", 404)
    walk.fail(f"/api/kinds/books/items?{query}", 422)
    be(walk.driver, walk.url, User.objects.get(username="nobody"))
    walk.fail(f"/books/?{query}", 403)
    walk.fail(f"/api/kinds?{query}", 200)
    while walk.driver.execute_script(STATUS) != 429:
        walk.open(f"/api/kinds?{query}", "errors")
    walk.driver.get(f"{walk.url}/login/")
    walk.send("/login/", {"username": texts[0], "password": "x"}, 403)
    for status in (200, 429):
        walk.driver.get(f"{walk.url}/login/?{query}")
        token = walk.driver.find_element("name", "csrfmiddlewaretoken").get_attribute("value")
        given = {"username": texts[1], "password": "x", "csrfmiddlewaretoken": token}
        walk.send(f"/login/?{query}", given, status)
    be(walk.driver, walk.url, User.objects.get(username="root"))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE catalog_savedview")
    walk.fail(f"/views/?{query}", 500)


def _the_ear_hears(walk, texts, folder):
    """Show that the same ear hears what does act, and what the site's own policy stops."""
    driver, beacon = walk.driver, walk.beacon
    driver.get(f"{walk.url}/books/")
    driver.execute_script(f"document.body.innerHTML = {json.dumps(texts[1])}")
    wait_for(lambda: "Content Security Policy" in str(said(driver)), what="the policy")
    assert beacon.heard == []
    beacon.page = "\n".join(texts)
    driver.get(f"http://127.0.0.1:{beacon.server_port}/page")
    wait_for(lambda: {"/page", "/a", "/b", "/d"} <= set(beacon.heard), what="the payloads")
    beacon.heard.clear()
    (folder / "page.html").write_text("\n".join(texts))
    driver.get(f"file://{folder / 'page.html'}")
    wait_for(lambda: {"/a", "/b", "/d"} <= set(beacon.heard), what="the payloads in a file")
