"""The house's spider: where it starts, and links that lead nowhere."""

from urllib.parse import quote

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from crawlers.items import BookItem, QuoteItem
from crawlers.spider import SiteSpider, base_url
from crawlers.spiders.books import BooksSpider
from crawlers.spiders.quotes import QuotesSpider
from tests.crawling import crawl

HERE = "http://shop.example/list/"
BROKEN = ("http://[", "http://[zz]/", "//[::1", "https://a]b/")
ALONE = {"DJANGO_ENABLED": 0}


class ShopSpider(SiteSpider):
    name = "shop"
    arguments = (base_url("https://shop.example"),)


class BareSpider(SiteSpider):
    name = "bare"


def page(body, url=HERE):
    return HtmlResponse(url, body=body.encode(), request=Request(url))


@pytest.mark.parametrize(
    ("given", "first"),
    [
        ("http://a.example", "http://a.example/"),
        ("http://a.example/", "http://a.example/"),
        ("http://a.example/shop", "http://a.example/shop/"),
        ("http://a.example/shop//", "http://a.example/shop/"),
        ("http://a.example/index.html", "http://a.example/index.html"),
        ("http://a.example/list.php?page=1", "http://a.example/list.php?page=1"),
        ("http://a.example/shop?page=1", "http://a.example/shop?page=1"),
        ("http://a.example:8000/v1.2/", "http://a.example:8000/v1.2/"),
    ],
)
def test_base_url_is_where_a_spider_starts_and_stays(given, first):
    spider = ShopSpider(base_url=given)
    assert (spider.start_urls, spider.allowed_domains) == ([first], ["a.example"])


def test_base_url_is_home_unless_given():
    assert ShopSpider().start_urls == ["https://shop.example/"]
    assert BooksSpider().start_urls == ["https://books.toscrape.com/"]
    assert QuotesSpider().allowed_domains == ["quotes.toscrape.com"]


def test_spider_without_base_url_starts_nowhere():
    assert BareSpider().start_urls == []


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_link_costs_only_itself(broken):
    found = ShopSpider().follow(page(""), ["/a", broken, " b#c "], print, priority=1)
    assert [(request.url, request.callback, request.priority) for request in found] == [
        ("http://shop.example/a", print, 1),
        (HERE + "b#c", print, 1),
    ]


@pytest.mark.parametrize("broken", [*BROKEN, "", None])
def test_broken_link_has_no_address(broken):
    spider = ShopSpider()
    assert spider.link(page(""), broken) == ""
    assert spider.link(page(""), "../b") == "http://shop.example/b"


def test_broken_links_are_counted_in_a_crawl():
    crawler = get_crawler(ShopSpider)
    spider = ShopSpider.from_crawler(crawler)
    assert list(spider.follow(page(""), [*BROKEN], print)) == []
    spider.link(page(""), "http://[")
    spider.link(page(""), None)
    assert crawler.stats.get_value("links/broken") == len(BROKEN) + 1


def test_books_read_on_after_a_broken_link():
    rows = "".join(
        f'<article class="product_pod"><h3><a href="{href}">x</a></h3></article>'
        for href in ("a.html", "http://[", "b.html")
    )
    more = '<ul><li class="next"><a href="page-2.html">next</a></li></ul>'
    requests = list(BooksSpider().parse_category(page(rows + more)))
    assert [request.url for request in requests] == [
        HERE + "a.html",
        HERE + "b.html",
        HERE + "page-2.html",
    ]


def test_books_keep_a_book_whose_picture_has_a_broken_address():
    body = '<div class="product_main"><h1>T</h1></div><div id="product_gallery">{}</div>'
    (book,) = BooksSpider().parse_book(page(body.format('<img src="http://[">')))
    assert isinstance(book, BookItem)
    assert (book.title, book.image_url) == ("T", "")
    (book,) = BooksSpider().parse_book(page(body.format('<img src="x.png">')))
    assert book.image_url == HERE + "x.png"


def test_quotes_read_on_after_a_broken_link():
    one = '<div class="quote"><span class="text">{0}</span><span>by <small class="author">{0}'
    one += '</small> <a href="{1}">(about)</a></span></div>'
    body = one.format("A", "/a") + one.format("B", "http://[") + one.format("C", "/c/")
    found = list(QuotesSpider().parse(page(body)))
    quotes = [(each.text, each.url) for each in found if isinstance(each, QuoteItem)]
    assert quotes == [
        ("A", "http://shop.example/a/"),
        ("B", HERE),
        ("C", "http://shop.example/c/"),
    ]
    requests = [each.url for each in found if isinstance(each, Request)]
    assert requests == ["http://shop.example/a/", "http://shop.example/c/"]


def test_broken_link_shows_in_the_figures_of_a_crawl(practice_site):
    links = "".join(f'<li><a href="{href}">x</a></li>' for href in ("http://[", "/fault/empty"))
    body = f'<div class="side_categories"><ul><ul>{links}</ul></ul></div>'
    practice_site.get(f"/fault/set?path=/books/&body={quote(body)}")
    done = crawl("books", args={"base_url": practice_site.url + "/books/"}, settings=ALONE)
    assert done.returncode == 0, done.stderr
    assert "2 pages, 1 links broken, 0 items" in done.stderr
