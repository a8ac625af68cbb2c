"""Pages and arguments that nobody would write on purpose."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import HtmlResponse

from crawlers.arguments import ArgumentError
from crawlers.items import PageItem
from crawlers.spiders.pages import MOST_LINKS, PagesSpider

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


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({}, "needs -a url"),
        ({"url": "zoo.example"}, "http://"),
        ({"url": ""}, "http://"),
        ({"url": START, "allow": "("}, "allow is not a regular expression: "),
        ({"url": START, "pages": "0"}, "at least 1"),
        ({"url": START, "depth": "x"}, "at least 0"),
        ({"url": START, "linit": "1"}, "Did you mean 'limit'"),
    ],
)
def test_bad_argument_is_one_sentence(args, message):
    with pytest.raises(ArgumentError, match=re.escape(message)):
        PagesSpider(**args)


def test_many_links_are_cut():
    (item,), requests = read(page(links(*range(MOST_LINKS + 100))))
    assert len(item.links) == len(requests) == MOST_LINKS


@pytest.mark.parametrize("nesting", [100, 100_000])
def test_deep_nesting_costs_nothing_but_what_is_deep(nesting):
    body = links("/first") + "<div>" * nesting + "deep"
    assert read(page(body))[1] == [START + "first"]


def test_five_megabytes_are_read():
    (item,), _ = read(page("<p>five megabytes of it</p>" * 200_000))
    assert 200_000 < len(item.text) <= 250_000


@given(st.binary(max_size=300), st.sampled_from(["", "; charset=utf-16", "; charset=nonsense"]))
def test_any_bytes_are_a_page(body, charset):
    response = HtmlResponse(START, body=body, headers={"Content-Type": "text/html" + charset})
    for item in read(response)[0]:
        assert item.url == START


@given(st.lists(st.text("ahtp:/.?#[]@%\\&;= \t\u00e9\ud7ff", max_size=30), max_size=5))
def test_any_links_leave_the_good_one(hrefs):
    body = "".join('<a href="{}">'.format(href.replace("&", "&amp;")) for href in hrefs)
    _, requests = read(page(body + links("/the/good/one")))
    assert requests[-1:] == [START + "the/good/one"]
    assert all(url.startswith(("http://zoo.example", "https://zoo.example")) for url in requests)
