"""The browser's requests go the crawl's way: blocking, proxies, TLS, another WebDriver."""

import ssl

import pytest
import trustme
from selenium.webdriver.chrome.service import Service

from tests.browser.left import processes
from tests.browser.probe import probe
from tests.downloader.server import RawServer, answer

pytestmark = pytest.mark.usefixtures("browser")


@pytest.mark.parametrize(
    ("block", "asked", "blocked"),
    # The favicon is a picture as well.
    [("", 20, 0), ("images", 0, 21), ("fonts,media,css", 20, 0), ("*picture=1*", 9, 11)],
)
def test_blocked_requests_are_not_sent(tmp_path, site, block, asked, blocked):
    site.reset()
    settings = {"BROWSER_BLOCK": block}
    (page,), stats, _ = probe(
        tmp_path, [f"{site.url}/hostile/pictures"], [site.url], settings=settings
    )
    assert page.css("h1::text") == ["pictures"]
    pictures = [path for path in site.hits(query=True) if "picture=" in path]
    assert (len(pictures), stats["browser/blocked"]) == (asked, blocked)


def proxy():
    page = answer("<html><h1>by proxy</h1><img src=/picture></html>")
    robots = answer("", "404 Not Found")
    return RawServer({"http://outside.example/robots.txt": robots, "*": page})


@pytest.mark.parametrize("way", ["request", "setting"])
def test_proxy_carries_all_that_a_page_loads(tmp_path, way):
    url = "http://outside.example/"
    with proxy() as server:
        address = server.base.replace("//", "//user:secret@")
        meta = {"browser": True} | ({"proxy": address} if way == "request" else {})
        settings = {"NETWORK_PROXY_RESOLVES": True, "ROBOTSTXT_OBEY": False}
        settings |= {"BROWSER_PROXY": address} if way == "setting" else {}
        (page,), _, _ = probe(tmp_path, [{"url": url, "meta": meta}], [], settings=settings)
        assert page.css("h1::text") == ["by proxy"]
        assert set(server.paths) >= {url, url + "picture"}
        given = {headers.get("proxy-authorization") for _, _, _, headers in server.seen}
    assert given == {"Basic dXNlcjpzZWNyZXQ="}


def tls(names):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(*names).configure_cert(context)
    return context


def test_untrusted_certificate_has_its_fate_in_pages_and_in_what_they_load(tmp_path, site):
    with RawServer({"*": answer("secret")}, ssl=tls(["127.0.0.1"])) as server:
        urls = [server.base + "/", f"{site.url}/hostile/reach?to={server.base}"]
        settings = {"BROWSER_QUIET_TIMEOUT": 2, "ROBOTSTXT_OBEY": False}
        named = [site.url, server.base]
        (direct, loading), _, _ = probe(tmp_path, urls, named, settings=settings)
        assert server.seen == []
    assert (direct.fate, loading.css("h1::text")) == ("tls", ["reach"])


def test_https_page_is_rendered_with_all_it_loads(tmp_path, site):
    ca = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(context)
    page = answer("<html><h1>tls</h1><script src=/s.js></script></html>")
    script = answer("document.body.append(' by script')", content_type="text/javascript")
    routes = {"/robots.txt": answer("", "404 Not Found"), "/s.js": script, "*": page}
    with RawServer(routes, ssl=context) as server:
        settings = {"DOWNLOAD_VERIFY_CERTIFICATES": False}
        (found,), _, _ = probe(tmp_path, [server.base + "/"], [server.base], settings=settings)
        assert set(server.paths) >= {"/", "/s.js"}
    assert "by script" in "".join(found.css("body::text"))
    assert found.url == server.base + "/"


def test_another_webdriver_renders_and_is_left_clean(tmp_path, site):
    service = Service("chromedriver", service_args=[f"--log-path={tmp_path}/driver.log"])
    service.start()
    try:
        settings = {"SELENIUM_REMOTE_URL": service.service_url, "BROWSER_TABS": 2}
        urls = [
            f"{site.url}{path}" for path in ("/quotes/js/", "/hostile/echo", "/hostile/popups")
        ]
        pages, _, _ = probe(tmp_path, urls, [site.url], settings=settings)
        assert len(pages[0].css("div.quote")) == 10
        assert {each["name"] for each in pages[1].browser["cookies"]} == {"from_server", "from"}
        assert processes(tmp_path) == ["chromedriver"]
    finally:
        service.stop()


def test_webdriver_that_does_not_answer_is_named(tmp_path, site):
    settings = {"SELENIUM_REMOTE_URL": "http://127.0.0.1:9"}
    (page,), _, _ = probe(tmp_path, [f"{site.url}/quotes/js/"], [site.url], settings=settings)
    assert page.fate == "no_browser"
    assert page.reason.startswith("No browser at SELENIUM_REMOTE_URL=http://127.0.0.1:9: ")


def test_repetitions_are_scrapys_own(tmp_path, site):
    url = f"{site.url}/fault/flaky?times=2&status=503&key=browser"
    (page,), stats, _ = probe(tmp_path, [url], [site.url], settings={"RETRY_TIMES": 2})
    assert (page.status, page.css("h1::text")) == (200, ["Fine after all"])
    assert (stats["retry/count"], stats["browser/pages"]) == (2, 3)


def test_cached_page_is_not_rendered_again(tmp_path, site):
    settings = {"HTTPCACHE_ENABLED": True, "HTTPCACHE_DIR": str(tmp_path / "cache")}
    first, again = (
        probe(tmp_path, [f"{site.url}/quotes/js/"], [site.url], settings=settings)
        for _ in range(2)
    )
    assert [len(pages[0].css("div.quote")) for pages, _, _ in (first, again)] == [10, 10]
    assert first[1]["browser/pages"] == 1
    assert "browser/pages" not in again[1]
