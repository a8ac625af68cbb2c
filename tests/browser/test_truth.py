"""The response is true: status, headers, addresses, cookies and bytes are the page's own."""

import json

import pytest

from tests.browser.left import files, processes
from tests.browser.probe import probe
from tests.site.general import PDF

pytestmark = pytest.mark.usefixtures("browser")
PLAIN = {
    "json": ("/hostile/parts?type=application/json&body={}", "JsonResponse", b"{}"),
    "csv": ("/hostile/parts?type=text/csv&body=a,b", "TextResponse", b"a,b"),
    "pdf": ("/site/files/brochure.pdf", "TextResponse", PDF),
    "attachment": ("/hostile/parts?name=a.html&body=<p>a", "HtmlResponse", b"<p>a"),
    "no-content": ("/hostile/parts?status=204", "TextResponse", b""),
    "empty": ("/fault/empty", "HtmlResponse", b""),
}
BROWSER = {"browser": True}
PAGES = {
    "first": "/quotes/js/page/1/",
    "echo": "/hostile/echo?first",
    "404": "/fault/404",
    "redirect": "/fault/redirect?to=/quotes/js/page/2/",
    "chain": "/fault/redirect-chain?n=3",
    "loop": "/fault/redirect-loop",
    "away": "/hostile/away",
    "robots": "/hostile/away?to=/private/secret.html",
    "offsite": "/hostile/away?to=http://elsewhere.example/",
    "forbidden": "/private/secret.html",
    "huge": "/fault/huge?mb=50",
    "latin-1": "/site/de/latin1.html",
    "again": "/hostile/echo?again",
}


@pytest.fixture(scope="module")
def crawled(browser, folder, site):
    """One tab renders everything in turn: what is not rendered stands between what is."""
    names, requests = [], []
    for name, path in PAGES.items():
        names.append(name)
        requests.append(site.url + path)
        if name in {"first", "echo"}:
            for kind, (plain, _, _) in PLAIN.items():
                names.append(f"{kind} after {name}")
                requests.append(site.url + plain)
    names.append("post")
    requests.append(
        {
            "url": site.url + "/hostile/echo?post",
            "method": "POST",
            "body": "a=1",
            "headers": {"X-Asked": "yes", "User-Agent": "Another/1.0"},
            "meta": BROWSER,
        }
    )
    settings = {"BROWSER_TABS": 1, "BROWSER_LOCALE": "de-DE", "BROWSER_WINDOW": "900x700"}
    pages, stats, log = probe(
        folder,
        requests,
        [site.url],
        serial=True,
        settings=settings,
        allowed_domains=["127.0.0.1"],
    )
    return dict(zip(names, pages, strict=True)), stats, log


@pytest.fixture
def pages(crawled):
    return crawled[0]


def test_page_is_rendered(pages):
    assert len(pages["first"].css("div.quote span.text")) == 10
    assert pages["first"].status == 200


@pytest.mark.parametrize("before", ["first", "echo"])
@pytest.mark.parametrize("kind", PLAIN)
def test_what_is_no_page_keeps_its_bytes(pages, site, kind, before):
    path, response, body = PLAIN[kind]
    page = pages[f"{kind} after {before}"]
    assert (page.body, page.kind) == (body, response)
    assert page.status == (204 if kind == "no-content" else 200)
    assert page.url.startswith(site.url + path.split("<", maxsplit=1)[0].split("{")[0])


def test_status_is_the_pages(pages):
    assert (pages["404"].status, pages["404"].css("h1::text")) == (404, ["Status 404"])


def test_headers_are_the_pages_and_repeated_ones_stay_apart(pages):
    headers = pages["echo"].headers
    assert headers["X-Twice"] == ["one", "two"]
    assert headers["Server"] == ["practice"]
    assert headers["Set-Cookie"] == ["from_server=1; Path=/; HttpOnly"]


def test_redirects_are_scrapys_own(pages, site):
    page = pages["redirect"]
    assert page.url == site.url + "/quotes/js/page/2/"
    assert page.redirect_urls == [site.url + PAGES["redirect"]]
    assert len(page.css("div.quote")) == 10
    assert len(pages["chain"].redirect_urls) == 3
    assert pages["loop"].fate == "redirect_loop"


def test_page_that_goes_on_by_script_names_its_way(pages, site):
    page = pages["away"]
    assert page.url == site.url + "/quotes/js/"
    assert page.browser["navigations"] == [[site.url + "/hostile/away", 200]]
    assert len(page.css("div.quote")) == 10


def test_page_that_goes_on_by_script_obeys_robots_and_stays_on_site(pages, site):
    assert (pages["robots"].fate, pages["forbidden"].fate) == ("robots", "robots")
    assert pages["offsite"].fate == "offsite"
    assert "/private/secret.html" not in site.hits()


def test_size_is_bounded(pages):
    assert pages["huge"].fate == "too_large"


def test_encoding_is_the_pages(pages):
    assert pages["latin-1"].css("h1::text") == ["Übermut"]


def test_request_is_what_was_asked_for(pages):
    page = pages["post"]
    sent = dict(line.split(": ", 1) for line in page.css("pre::text")[0].splitlines())
    assert (page.css("#method::text"), page.css("#body::text")) == (["POST"], ["a=1"])
    assert (sent["x-asked"], sent["user-agent"]) == ("yes", "Another/1.0")


def test_script_sees_the_same_browser_as_the_site(pages):
    agent, cookies, language, width = pages["post"].css("#script::text")[0].split("|")
    assert (agent, language, width) == ("Another/1.0", "de-DE", "900")
    assert cookies == "from=script"
    sent = dict(line.split(": ", 1) for line in pages["post"].css("pre::text")[0].splitlines())
    assert set(sent["cookie"].split("; ")) == {"from_server=1", "from=script"}


def test_cookies_of_scripts_come_back_to_the_crawl(pages):
    sent = dict(line.split(": ", 1) for line in pages["again"].css("pre::text")[0].splitlines())
    assert set(sent["cookie"].split("; ")) == {"from_server=1", "from=script"}
    assert pages["again"].browser["cookies"] == []  # nothing that the request did not carry
    first = {each["name"]: each["value"] for each in pages["echo"].browser["cookies"]}
    assert first == {"from_server": "1", "from": "script"}


def test_results_are_plain_json(pages):
    assert json.loads(json.dumps(pages["first"].browser)) == pages["first"].browser


def test_crawl_counts_what_its_browser_did(crawled):
    _, stats, _ = crawled
    assert stats["browser/pages"] == 11
    assert stats["browser/requests"] > 0


def test_nothing_is_left(crawled, folder):
    assert (processes(folder), files(folder)) == ([], [])
