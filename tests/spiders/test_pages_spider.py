"""Spider pages: what it reads, what it follows and where it stops."""

import re

import pytest
from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import HtmlResponse, Response, XmlResponse

from crawlers.items import PageItem
from crawlers.spiders.pages import PagesSpider

START = "http://zoo.example/"


def page(body, url=START, depth=0, **headers):
    body = body.encode() if isinstance(body, str) else body
    headers = {"Content-Type": "text/html"} | {k.replace("_", "-"): v for k, v in headers.items()}
    request = Request(url if len(url) < 2000 else START, meta={"depth": depth})
    return HtmlResponse(url, body=body, headers=headers, request=request)


def read(response, spider=None, **args):
    spider = spider or PagesSpider(**{"url": START} | args)
    results = list(spider.parse(response))
    items = [each for each in results if isinstance(each, PageItem)]
    return items, [each.url for each in results if isinstance(each, Request)]


def links(*hrefs):
    return "".join(f'<a href="{href}">x</a>' for href in hrefs)


def test_page_is_read_whole():
    body = '<html lang=en><title> A  b</title><meta name=description content="c d"><h1>E</h1><p>f'
    (item,), _ = read(page(body, depth=3))
    assert (item.url, item.title, item.h1, item.description) == (START, "A b", "E", "c d")
    assert (item.language, item.text, item.status, item.depth) == ("en", "E\n\nf", 200, 3)
    assert re.fullmatch("[0-9a-f]{32}", item.text_hash)


def test_equal_text_has_an_equal_hash():
    (one,), _ = read(page("<p>a  b</p>"))
    (other,), _ = read(page("<title>Other</title><p>a b"))
    assert one.text_hash == other.text_hash


@pytest.mark.parametrize("body", ["", " ", "\x00", "<!-- ", "<html></html>", "\ufeff"])
def test_page_without_anything_is_still_a_page(body):
    (item,), requests = read(page(body))
    assert (item.title, item.text, item.links, requests) == ("", "", [], [])


@pytest.mark.parametrize(
    "response",
    [
        Response(START, body=b"<p>a"),
        XmlResponse(START, body=b"<a/>"),
        page(b"%PDF-1.4 <a href=/x>x</a>"),
        page(b"\x89PNG\r\n"),
        page("<p>a", "http://other.example/"),
        page("<p>a", START + "a" * 2000),
    ],
)
def test_what_is_no_page_of_the_site_gives_nothing(response):
    assert read(response) == ([], [])


def test_page_met_again_under_another_name_gives_nothing():
    spider = PagesSpider(url=START)
    assert len(read(page("<p>a", START + "index.html"), spider)[0]) == 1
    assert read(page(links("/new"), START), spider) == ([], [])


def test_link_is_asked_for_as_written_and_once():
    body = links("b/index.html#x", "/b/", "/b/?utm_source=x", "http://ZOO.example:80/b/")
    (item,), requests = read(page(body))
    assert requests == [START + "b/index.html"]
    assert item.links == [START + "b/"]


def test_link_seen_on_an_earlier_page_is_not_asked_for_again():
    spider = PagesSpider(url=START)
    assert read(page(links("/a", "/b")), spider)[1] == [START + "a", START + "b"]
    (item,), requests = read(page(links("/a", "/b", "/c"), START + "a"), spider)
    assert requests == [START + "c"]
    assert item.links == [START + "b", START + "c"]


@pytest.mark.parametrize(
    ("start", "href", "follows"),
    [
        (START, "http://www.zoo.example/a", True),
        ("http://www.zoo.example/", "http://zoo.example/a", True),
        (START, "https://zoo.example/a", True),
        (START, "http://zoo.example:8080/a", False),
        (START, "http://sub.zoo.example/a", False),
        (START, "http://notzoo.example/a", False),
        ("http://[::1]:80/", "http://[0::1]/a", True),
        ("http://zoo.example:8000/", "http://zoo.example:8000/a", True),
        ("http://zoo.example:8000/", "http://zoo.example/a", False),
    ],
)
def test_same_host_is_followed(start, href, follows):
    assert read(page(links(href), start), url=start)[1] == [href] * follows


def test_subdomains_are_followed_when_asked_for():
    body = links("http://a.b.zoo.example/", "http://notzoo.example/", "http://zoo.example.evil/")
    assert read(page(body), subdomains="1")[1] == ["http://a.b.zoo.example/"]


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("/b/", START + "b/x"),
        ("http://[", START + "x"),
        ("javascript:1", START + "x"),
        ("http://other.example/", None),
    ],
)
def test_base_is_respected_unless_it_is_none(base, url):
    assert read(page(f'<base href="{base}">' + links("x")))[1] == ([url] if url else [])


@pytest.mark.parametrize(
    "href",
    [
        "javascript:x", "mailto:a@b.c", "http://[", "http://zoo.example:x/", "", "#a", "//",
        "tel:1", "data:text/html,x", "/a.pdf", "/a.tar.gz", "/a.JPG?x=1", "/a/a/a/",
        "/" + "a" * 2000,
        "/a/b/a/b/a/b/a/b/a/b", "/?a=1&a=1&a=1", "http://zoo.example@evil.example/",
    ],
)  # fmt: skip
def test_bad_link_costs_nothing_but_itself(href):
    assert read(page(links(href, "/good")))[1] == [START + "good"]


def test_frames_areas_and_next_are_followed():
    body = (
        "<link rel='x next' href=1><link rel=prev href=2><link rel=canonical href=3>"
        "<area href=4><iframe src=5></iframe><A HREF=6 rel=nofollow>"
    )
    assert read(page(body))[1] == [START + each for each in "12456"]


@pytest.mark.parametrize(
    ("body", "headers", "follows"),
    [
        ("<META NAME=Robots CONTENT='NOINDEX, NoFollow'>", {}, False),
        ("<meta name=robots content=none>", {}, False),
        ("<meta name=robots content=noindex>", {}, True),
        ("", {"X_Robots_Tag": "nofollow"}, False),
        ("", {"X_Robots_Tag": "noarchive"}, True),
    ],
)
def test_nofollow_keeps_the_page_and_leaves_its_links(body, headers, follows):
    items, requests = read(page(body + links("/a"), **headers))
    assert len(items) == 1
    assert bool(requests) is follows


def test_allow_and_deny_are_matched_on_the_canonical_url():
    args = {"allow": r"example/docs/", "deny": r"/old/|\?"}
    body = links("/docs/a", "/docs/old/a", "/docs/b?c", "/blog/", "/x/../docs/%61")
    assert read(page(body), **args)[1] == [START + "docs/a"]


def test_depth_counts_links_from_the_start():
    assert read(page(links("/a"), depth=1), depth="1")[1] == []
    assert read(page(links("/a"), depth=0), depth="1")[1] == [START + "a"]
    assert read(page(links("/a"), depth=0), depth="0")[1] == []


def test_pages_limits_what_is_asked_for_and_is_the_reason_of_the_end():
    spider = PagesSpider(url=START, pages="3")
    assert len(read(page(links("/a", "/b")), spider)[1]) == 2
    spider.end_crawl()
    assert read(page(links("/a", "/b", "/c"), START + "a"), spider)[1] == []
    with pytest.raises(CloseSpider) as end:
        spider.end_crawl()
    assert end.value.reason == "limit"


async def test_start_asks_for_each_address_once():
    spider = PagesSpider.from_crawler(FakeCrawler(), url=f"{START}, {START}#a\nhttp://b.example/x")
    assert [each.url async for each in spider.start()] == [START, "http://b.example/x"]
    assert spider.allowed_domains == ["b.example", "zoo.example"]


class FakeCrawler:
    settings = None
    stats = None

    class signals:  # noqa: N801
        @staticmethod
        def connect(*args, **kwargs):
            pass
