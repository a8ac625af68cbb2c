"""Every fault of the practice site, asked for once."""

import gzip
import http.client
import json
import zlib
from urllib.parse import urlsplit

import brotli
import pytest
from parsel import Selector


@pytest.fixture
def ask(practice_site):
    """Fetch over a new connection: many faults break theirs."""

    def get(path, *, method="GET", body=None, timeout=10, headers=None):
        host = urlsplit(practice_site.url).netloc
        connection = http.client.HTTPConnection(host, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    return get


def _location(ask, path):
    return ask(path)[0].headers["Location"]


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503, 599])
def test_number_is_a_status(ask, status):
    assert ask(f"/fault/{status}")[0].status == status


def test_flaky_fails_so_many_times_for_each_key(ask):
    for key in "ab":
        path = f"/fault/flaky?times=2&key={key}"
        assert [ask(path)[0].status for _ in range(4)] == [500, 500, 200, 200]


def test_retry_after_is_said_and_kept(ask):
    first, _ = ask("/fault/retry-after?seconds=3&times=1")
    assert (first.status, first.headers["Retry-After"]) == (503, "3")
    assert ask("/fault/retry-after?seconds=3&times=1")[0].status == 200


def test_slow_answers_late(ask):
    with pytest.raises(TimeoutError):
        ask("/fault/slow?seconds=5", timeout=0.2)
    assert ask("/fault/slow?seconds=0.2")[0].status == 200


def test_hang_never_answers(ask):
    with pytest.raises(TimeoutError):
        ask("/fault/hang", timeout=0.2)


def test_drop_closes_without_a_byte(ask):
    with pytest.raises(http.client.RemoteDisconnected):
        ask("/fault/drop")


def test_bad_head_is_no_http(ask):
    with pytest.raises(http.client.BadStatusLine):
        ask("/fault/bad-head")


def test_drip_comes_in_bytes(ask):
    assert ask("/fault/drip?bytes=3&every=0.01")[1] == b"xxx"


@pytest.mark.parametrize("name", ["cut-length", "cut-chunked"])
def test_cut_body_is_incomplete(ask, name):
    with pytest.raises(http.client.IncompleteRead):
        ask(f"/fault/{name}")


def test_cut_gzip_is_well_framed_and_incomplete(ask):
    _, body = ask("/fault/cut-gzip")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    assert unpacker.decompress(body).startswith(b"<!DOCTYPE html>")
    assert not unpacker.eof


def test_cut_html_ends_with_the_connection(ask):
    response, body = ask("/fault/cut-html")
    assert response.headers["Content-Length"] is None
    assert b"<body>" in body
    assert b"</html>" not in body


def test_redirects(ask):
    assert _location(ask, "/fault/redirect-loop") == "/fault/redirect-loop/b"
    assert _location(ask, "/fault/redirect-loop/b") == "/fault/redirect-loop/a"
    assert _location(ask, "/fault/redirect-chain?n=2") == "/fault/redirect-chain?n=1"
    assert ask("/fault/redirect-chain?n=0")[0].status == 200
    assert _location(ask, "/fault/redirect?to=http://10.0.0.1/") == "http://10.0.0.1/"
    assert ask("/fault/redirect?status=301")[0].status == 301


def test_soft_404_says_200(ask):
    response, body = ask("/fault/soft-404")
    assert response.status == 200
    assert b"404 Not Found" in body


def test_cookie_is_set_and_shown(ask):
    response, body = ask("/fault/cookie?name=a", headers={"Cookie": "b=1"})
    assert response.headers["Set-Cookie"] == "a=practice; Path=/"
    assert json.loads(body) == {"cookie": "b=1"}


def test_echo_shows_the_headers(ask):
    assert json.loads(ask("/fault/echo", headers={"X-Test": "yes"})[1])["x-test"] == "yes"


def test_type_is_what_was_ordered(ask):
    assert ask("/fault/bad-type")[0].headers["Content-Type"] == "image/png"
    assert ask("/fault/bad-type?type=a/b")[0].headers["Content-Type"] == "a/b"
    assert ask("/fault/bad-type?type=")[0].headers["Content-Type"] is None


def test_empty_has_no_bytes(ask):
    assert ask("/fault/empty")[1] == b""


def test_links_link_what_was_ordered(ask):
    _, body = ask("/fault/links?to=http://10.0.0.1/&to=file:///etc/passwd")
    links = Selector(body.decode()).css("a::attr(href)").getall()
    assert links == ["http://10.0.0.1/", "file:///etc/passwd", "/fault/empty"]


def test_huge_is_as_huge_as_ordered(ask):
    assert len(ask("/fault/huge?mb=3")[1]) == 3 * 1024 * 1024


def test_bombs_are_small_and_unpack_to_much(ask):
    packed = ask("/fault/gzip-bomb?mb=5")[1]
    assert len(packed) < 10_000
    assert gzip.decompress(packed) == bytes(5 * 1024 * 1024)
    packed = ask("/fault/brotli-bomb?mb=5")[1]
    assert len(packed) < 1_000
    assert brotli.decompress(packed) == bytes(5 * 1024 * 1024)


def test_endless_links_lead_on(ask):
    def links(path):
        return Selector(ask(path)[1].decode()).css("a::attr(href)").getall()

    assert links("/fault/calendar/2026/01/") == [
        "/fault/calendar/2025/12/",
        "/fault/calendar/2026/02/",
    ]
    assert links("/fault/calendar/2026/12/")[1] == "/fault/calendar/2027/01/"
    assert not set(links("/fault/session")) & set(links("/fault/session"))
    assert links("/fault/deep/") == ["deeper/"]
    assert b"/fault/meta-refresh" in ask("/fault/meta-refresh")[1]
    assert b"/fault/sitemap/1/2</loc>" in ask("/fault/sitemap/1")[1]


def test_set_puts_a_fault_in_a_pages_place(ask, practice_site):
    ask("/fault/set?path=/robots.txt&status=500&times=1")
    assert [ask("/robots.txt")[0].status for _ in range(2)] == [500, 200]
    ask("/fault/set?path=/robots.txt&type=text/plain", method="POST", body="Disallow: /\n")
    assert ask("/robots.txt")[1] == b"Disallow: /\n"
    practice_site.reset()
    assert ask("/robots.txt")[1].startswith(b"User-agent")


def test_set_takes_patterns_and_counts_each_path(ask):
    ask("/fault/set?path=/quotes/page/*&as=/fault/503&times=1")
    pages = ["/quotes/page/1/", "/quotes/page/2/"] * 2
    assert [ask(page)[0].status for page in pages] == [503, 503, 200, 200]
    assert ask("/quotes/")[0].status == 200


def test_set_delays_and_redirects(ask):
    ask("/fault/set?path=/site/&delay=0.1")
    ask("/fault/set?path=/quotes/&location=/books/")
    assert b"Practice site" in ask("/site/")[1]
    assert _location(ask, "/quotes/") == "/books/"


def test_odd_books_are_wrong_in_one_thing_each(ask):
    shop = "/fault/books/catalogue/category/books/oddities_99/"
    books = []
    for name in ("index.html", "page-2.html"):
        text = ask(shop + name)[1].decode("utf-8", "replace")
        books += Selector(text).css("h3 a::attr(href)").getall()
    assert len(set(books)) == len(books) == 31
    assert ask("/fault/books/catalogue/upc-twice-first_13/index.html")[1].count(b"twice") > 1


def test_unknown_fault_is_a_404(ask):
    assert ask("/fault/nonsense")[0].status == 404
