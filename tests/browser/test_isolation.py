"""Cookies and storage stay in their slot, unless a session is asked for by name."""

import pytest

from tests.browser.left import processes
from tests.browser.probe import Probe, probe
from tests.crawling import wait_for

pytestmark = pytest.mark.usefixtures("browser")


def order(site, *, host="127.0.0.1", number=0, session=None, **meta):
    url = site.url.replace("127.0.0.1", host)
    plain = {"session": session} if session else True
    return {
        "url": f"{url}/hostile/storage?{host}{number}{session}",
        "meta": {"browser": plain} | meta,
    }


def test_storage_is_of_one_slot(tmp_path, site):
    requests = [
        order(site, number=0, download_slot="a", dont_merge_cookies=True),
        order(site, number=1, download_slot="a", dont_merge_cookies=True),
        order(site, number=2, download_slot="b", dont_merge_cookies=True),
        order(site, number=3, session="s", download_slot="a", dont_merge_cookies=True),
        order(site, number=4, session="s", download_slot="b", dont_merge_cookies=True),
        order(site, number=5, session="t", dont_merge_cookies=True),
    ]
    settings = {"BROWSER_TABS": 1}
    pages, _, _ = probe(tmp_path, requests, [site.url], serial=True, settings=settings)
    assert [page.css("#count::text") for page in pages] == [
        ["1"],
        ["2"],
        ["1"],
        ["1"],
        ["2"],
        ["1"],
    ]
    seen = [{each["name"]: each["value"] for each in page.browser["cookies"]} for page in pages]
    assert [each["visits"] for each in seen] == list("121121")


def test_pages_of_one_session_are_rendered_one_after_another(tmp_path, site):
    requests = [order(site, number=number, session="s") for number in range(6)]
    pages, _, _ = probe(tmp_path, requests, [site.url], settings={"BROWSER_TABS": 3})
    assert sorted(page.css("#count::text")[0] for page in pages) == list("123456")


def test_browser_is_renewed_after_so_many_pages(tmp_path, site):
    requests = [order(site, number=number) for number in range(7)]
    settings = {"BROWSER_TABS": 1, "BROWSER_RECYCLE_PAGES": 3}
    pages, _, _ = probe(tmp_path, requests, [site.url], serial=True, settings=settings)
    assert [page.css("#count::text")[0] for page in pages] == list("1231231")


def test_browser_is_renewed_when_it_is_too_large(tmp_path, site):
    requests = [order(site, number=number) for number in range(22)]
    settings = {"BROWSER_TABS": 1, "BROWSER_RECYCLE_MB": 1}
    pages, _, _ = probe(tmp_path, requests, [site.url], serial=True, settings=settings)
    assert [page.css("#count::text")[0] for page in pages[-3:]] == ["20", "1", "2"]


def test_as_many_browsers_as_are_asked_for(tmp_path, site):
    requests = [f"{site.url}/hostile/endless-picture?{number}" for number in range(2)]
    settings = {"BROWSER_BROWSERS": 2, "BROWSER_PAGE_TIMEOUT": 60}
    crawl = Probe(tmp_path, requests, [site.url], settings=settings)
    try:
        wait_for(lambda: processes(tmp_path).count("chromedriver") == 2, what="two drivers")
    finally:
        crawl.end()
