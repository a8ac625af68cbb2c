"""quotes.toscrape.com, and sites in its shape."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Final
from urllib.parse import urljoin

from parsel import Selector
from scrapy import Request
from scrapy.http import Response

from crawlers import fields
from crawlers.arguments import LIMIT, Argument
from crawlers.browser import Scroll, browser_page
from crawlers.items import AuthorItem, QuoteItem
from crawlers.spider import SiteSpider, base_url

# Where the same quotes are rendered by script: the page, and what has to be done on it.
SCRIPTED: Final = {
    "1": ("js/", ()),
    "scroll": ("scroll", (Scroll(rows="div.quote"),)),
}


def scripted(text: str) -> str:
    """Read which of the site's scripted lists is meant."""
    if text not in SCRIPTED:
        raise ValueError(f"must be one of {', '.join(SCRIPTED)}")
    return text


class QuotesSpider(SiteSpider):
    """Every quote, and the people who said them.

    The lists that need JavaScript show the same quotes, and no links to their authors.
    """

    name = "quotes"
    arguments = (
        LIMIT,
        base_url("https://quotes.toscrape.com/"),
        Argument(
            name="js",
            parse=scripted,
            help="1: the lists rendered by script; scroll: the endless one",
        ),
    )

    async def start(self) -> AsyncIterator[Any]:
        if (js := self.args["js"]) is None:
            async for request in super().start():
                yield request
            return
        path, actions = SCRIPTED[js]
        for url in self.start_urls:
            yield browser_page(urljoin(url, path), self.parse, actions=actions, dont_filter=True)

    def parse(self, response: Response) -> Iterator[QuoteItem | Request]:
        """Read a list of quotes; follow its authors, before further lists, and its next page."""
        for quote in response.css("div.quote"):
            author_url = self._parse_author_url(response, quote)
            # A list's address changes as quotes are added; the author's stays.
            yield QuoteItem(
                url=author_url or response.url,
                text=_parse_quote(quote),
                author=_text(quote, "small.author ::text"),
                tags=[fields.text(tag) for tag in quote.css("div.tags a.tag::text").getall()],
            )
            if author_url:
                yield from self.follow(response, [author_url], self.parse_author, priority=1)
        following = response.css("li.next a::attr(href)").getall()
        meta = {"browser": True} if self.args["js"] else {}
        yield from self.follow(response, following, self.parse, meta=meta)

    def parse_author(self, response: Response) -> Iterator[AuthorItem]:
        """Read an author's own page."""
        born = _text(response, ".author-born-date ::text")
        place = _text(response, ".author-born-location ::text")
        yield AuthorItem(
            url=response.url,
            name=_text(response, ".author-title ::text"),
            born_date=fields.date(born),
            born_place=place.removeprefix("in "),
            biography=_text(response, ".author-description ::text"),
        )

    def _parse_author_url(self, response: Response, quote: Selector) -> str:
        """Find "(about)". The site redirects to the address with a slash, so that one is used."""
        about = self.link(response, quote.css("small.author ~ a::attr(href)").get())
        return about.rstrip("/") + "/" if about else ""


def _text(part: Response | Selector, css: str) -> str:
    return fields.text("".join(part.css(css).getall()))


def _parse_quote(quote: Selector) -> str:
    """Take the one pair of quotation marks off that the site puts round a quote."""
    return _text(quote, "span.text ::text").removeprefix("\u201c").removesuffix("\u201d").strip()
