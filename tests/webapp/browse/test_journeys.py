"""A new reader in a real browser: with a mouse, with keys, on a phone, without JavaScript."""

import contextlib
import urllib.request

import pytest
from django.contrib.auth.models import User
from django.db.models import Q
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.databases import copied_sqlite
from tests.webapp.browse.shelf import fill_shelf
from tests.webapp.live import be, browsing, served
from webapp.catalog.models import Book, Change
from webapp.crawls.models import Job, Spider

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
FOUND = "/books/?category=Travel&rating=5&price__lte=20"


@pytest.fixture(scope="module")
def site(sqlite_template, tmp_path_factory, django_db_blocker):
    """The site on a real server, with books, and a reader's cookie."""
    folder = tmp_path_factory.mktemp("journeys")
    with contextlib.contextmanager(copied_sqlite)(
        sqlite_template, folder, django_db_blocker
    ) as database:
        fill_shelf(60)
        book = Book.objects.get(upc="upc0004")
        values = {"kind": "catalog.Book", "record_id": book.pk, "key": book.upc, "job": book.job}
        Change.objects.create(field="price", old="4.25", new="5.25", **values)
        user = User.objects.create_superuser("reader")
        with served(folder / "var", **database.env) as url:
            yield url, user


@pytest.fixture(scope="module")
def browser(site):
    url, user = site
    with browsing() as driver:
        be(driver, url, user)
        yield driver


@pytest.fixture
def wide(browser):
    _shape(browser, 1280)
    return browser


def _shape(browser, width, *, scripts=True):
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})


def follow(browser, text, where="a"):
    """Follow the link that begins with a text, and wait for its page."""
    links = browser.find_elements(By.CSS_SELECTOR, where)
    link = next(each for each in links if each.text.startswith(text) and each.is_displayed())
    go(browser, link.click)


def go(browser, act):
    before = browser.find_element(By.TAG_NAME, "html")
    act()
    WebDriverWait(browser, 20).until(lambda _: _has_gone(before))
    WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.TAG_NAME, "h1"))


def _has_gone(element):
    try:
        element.is_enabled()
    except Exception:  # noqa: BLE001 -- whatever the driver calls it
        return True
    return False


def titles(browser):
    return [each.text for each in browser.find_elements(By.CSS_SELECTOR, "tbody th a")]


def wanted():
    rows = Book.objects.filter(category__name="Travel", rating=5, price__lte=20)
    return sorted(rows.values_list("title", flat=True))


def find_a_book(browser, url):
    """Find the books in Travel with rating 5 under 20, by what the page offers."""
    browser.get(f"{url}/")
    follow(browser, "60", ".kinds a")
    follow(browser, "Travel", ".facet a")
    follow(browser, "5", ".facet a")
    field = browser.find_element(By.NAME, "price__lte")
    field.send_keys("20")
    go(browser, lambda: field.send_keys(Keys.ENTER))
    assert sorted(titles(browser)) == wanted()


def test_reader_finds_a_book_sees_its_history_and_exports_the_view(site, wide):
    url, _ = site
    cookie = wide.get_cookie("sessionid")["value"]
    find_a_book(wide, url)
    export = wide.find_element(By.LINK_TEXT, "csv").get_attribute("href")
    request = urllib.request.Request(export, headers={"Cookie": f"sessionid={cookie}"})
    with OPENER.open(request, timeout=20) as response:
        assert len(response.read().splitlines()) == len(wanted()) + 1
    follow(wide, "night attic No 4", "tbody th a")
    assert "+1.00, +23.5 %" in wide.find_element(By.CSS_SELECTOR, ".event").text
    assert [e for e in wide.get_log("browser") if "favicon" not in e["message"]] == []


def test_keys_alone_are_enough(site, wide):
    url, _ = site
    wide.get(f"{url}/books/")
    body = wide.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    assert wide.switch_to.active_element.text == "To the content"
    body.send_keys("/")
    field = wide.switch_to.active_element
    assert field.get_attribute("name") == "q"
    go(wide, lambda: field.send_keys("stone", Keys.ENTER))
    has_word = Q(title__contains="stone") | Q(description__contains="stone")
    assert len(titles(wide)) == Book.objects.filter(has_word).count()
    link = wide.find_element(By.CSS_SELECTOR, "tbody th a")
    title = link.text
    wide.execute_script("arguments[0].focus()", link)
    assert (
        wide.execute_script("return getComputedStyle(arguments[0]).outlineStyle", link) == "solid"
    )
    go(wide, lambda: wide.switch_to.active_element.send_keys(Keys.ENTER))
    assert wide.find_element(By.TAG_NAME, "h1").text == title


def tab_to(browser, text, *, back=False):
    """Press Tab until what is focused begins with a text; what is focused must be seen."""
    key = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9, "modifiers": 8 * back}
    for _ in range(100):
        browser.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyDown", **key})
        said = browser.execute_script(
            "const at = document.activeElement; return at.innerText || at.value || ''"
        )
        if said.strip().startswith(text):
            element = browser.switch_to.active_element
            assert element.is_displayed()
            return element
    raise AssertionError(f"no Tab leads to {text}")


def test_facets_columns_and_pages_are_reached_by_keys(site, wide):
    url, _ = site
    wide.get(f"{url}/books/")
    go(wide, lambda: tab_to(wide, "Next", back=True).send_keys(Keys.ENTER))
    assert len(titles(wide)) == 10
    go(wide, lambda: tab_to(wide, "← Back", back=True).send_keys(Keys.ENTER))
    go(wide, lambda: tab_to(wide, "Travel").send_keys(Keys.ENTER))
    assert len(titles(wide)) == Book.objects.filter(category__name="Travel").count()
    tab_to(wide, "Columns").send_keys(Keys.ENTER)
    tab_to(wide, "availability").send_keys(Keys.SPACE)
    go(wide, lambda: tab_to(wide, "Show these").send_keys(Keys.ENTER))
    heads = [each.text for each in wide.find_elements(By.CSS_SELECTOR, "thead th")]
    assert "Availability" in heads
    go(wide, lambda: tab_to(wide, "Price").send_keys(Keys.ENTER))
    assert "sort=price" in wide.current_url
    go(wide, lambda: tab_to(wide, "chart").send_keys(Keys.ENTER))
    go(wide, lambda: tab_to(wide, "← Books, as chosen").send_keys(Keys.ENTER))
    assert len(titles(wide)) == Book.objects.filter(category__name="Travel").count()


def test_operator_finds_out_why_a_job_failed_and_runs_it_again(site, wide):
    url, _ = site
    arguments = [{"name": "limit", "help": "", "required": False, "default": None, "type": "text"}]
    Spider.objects.create(project="default", name="shop", arguments=arguments, declares=True)
    job = Job.objects.create(
        spider="shop", state="failed", exit_code=3, arguments={"limit": "7"}, given={"limit": "7"}
    )
    job.rejections.create(kind="catalog.Book", field="price", reason="no price", raw='"Free"')
    wide.get(f"{url}/")
    follow(wide, "shop", "tbody th a")
    assert "no price" in wide.find_element(By.TAG_NAME, "main").text
    follow(wide, "This job in the admin")
    follow(wide, "RUN AGAIN")
    assert wide.find_element(By.NAME, "arg-limit").get_attribute("value") == "7"
    go(wide, wide.find_element(By.CSS_SELECTOR, "input[value=Run]").click)
    again = Job.objects.get(state="pending")
    assert (again.spider, again.given) == ("shop", {"limit": "7"})
    assert f"Job {again.pk} waits to be run" in wide.find_element(By.TAG_NAME, "body").text
    again.delete()
    job.delete()


def test_phone_needs_no_sideways_scrolling(site, browser):
    url, _ = site
    _shape(browser, 400)
    for path in ("/", "/books/", FOUND, "/books/upc0004/", "/jobs/", "/jobs/1/", "/categories/"):
        browser.get(url + path)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 400, path
    browser.get(f"{url}/books/")
    summary = browser.find_element(By.CSS_SELECTOR, ".facets summary")
    assert not browser.find_element(By.CSS_SELECTOR, ".facet").is_displayed()
    summary.click()
    follow(browser, "Travel", ".facet a")
    assert len(titles(browser)) == Book.objects.filter(category__name="Travel").count()


def test_everything_works_without_javascript(site, browser):
    url, _ = site
    _shape(browser, 1280, scripts=False)
    find_a_book(browser, url)
    browser.find_element(By.CSS_SELECTOR, ".picker summary").click()
    browser.find_element(By.CSS_SELECTOR, ".picker input[value=description]").click()
    go(browser, browser.find_element(By.CSS_SELECTOR, ".picker button").click)
    heads = [each.text for each in browser.find_elements(By.CSS_SELECTOR, "thead th")]
    assert "Description" in heads
    follow(browser, "Price", "thead a")
    assert "sort=price" in browser.current_url
    assert sorted(titles(browser)) == wanted()
