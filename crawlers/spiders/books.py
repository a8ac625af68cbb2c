"""books.toscrape.com, and shops in its shape."""

from collections.abc import Iterator

from parsel import Selector, SelectorList
from scrapy import Request
from scrapy.http import Response

from crawlers import fields
from crawlers.arguments import LIMIT
from crawlers.items import BookItem
from crawlers.spider import SiteSpider, base_url

RATINGS = {"One": 1, "Two": 2, "Three": 3, "Four": 4, "Five": 5}


class BooksSpider(SiteSpider):
    """Every book of the shop, by its categories."""

    name = "books"
    arguments = (LIMIT, base_url("https://books.toscrape.com/"))

    def parse(self, response: Response) -> Iterator[Request]:
        """Follow the categories beside the first page's list."""
        categories = response.css(".side_categories ul ul a::attr(href)").getall()
        yield from self.follow(response, categories, self.parse_category)

    def parse_category(self, response: Response) -> Iterator[Request]:
        """Follow a category's books, before further lists, and its next page."""
        books = response.css("article.product_pod h3 a::attr(href)").getall()
        yield from self.follow(response, books, self.parse_book, priority=1)
        following = response.css("li.next a::attr(href)").getall()
        yield from self.follow(response, following, self.parse_category)

    def parse_book(self, response: Response) -> Iterator[BookItem]:
        """Read a book's own part of its page: other books may be shown below it."""
        main = response.css(".product_main")
        facts = _parse_facts(response)
        price = _text(main, "p.price_color ::text")
        availability = _text(main, "p.availability ::text")
        yield BookItem(
            url=response.url,
            upc=facts.get("UPC", ""),
            title=_text(main, "h1 ::text"),
            price=fields.price(price),
            currency=fields.currency(price),
            tax=fields.price(facts.get("Tax")),
            stock=_parse_stock(availability),
            availability=availability,
            rating=_parse_rating(main.css("p.star-rating::attr(class)").get()),
            reviews=fields.count(facts.get("Number of reviews")),
            description=_text(response, "#product_description + p ::text"),
            image_url=self.link(response, response.css(_IMAGE).get()),
            category=_text(response, _CATEGORY) or None,
        )


_IMAGE = "#product_gallery img::attr(src)"
# "Books", which is no category, links to category/books_1/.
_CATEGORY = "ul.breadcrumb a[href*='category/books/'] ::text"


def _text(part: Response | Selector | SelectorList[Selector], css: str) -> str:
    return fields.text("".join(part.css(css).getall()))


def _parse_facts(response: Response) -> dict[str, str]:
    rows = response.css("article.product_page table tr")
    return {_text(row, "th ::text"): _text(row, "td ::text") for row in rows}


def _parse_stock(availability: str) -> int | str | None:
    """Read "In stock (22 available)"; "Out of stock" names no number, so there is none to read."""
    if not any(letter.isdigit() for letter in availability):
        return None
    return fields.count(availability)


def _parse_rating(classes: str | None) -> int | str | None:
    word = " ".join(name for name in (classes or "").split() if name != "star-rating")
    return RATINGS.get(word, word) or None
