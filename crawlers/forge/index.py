"""The index: which repositories there are."""

from collections.abc import Iterator
from dataclasses import dataclass

from parsel import Selector
from scrapy.http import TextResponse

from crawlers.fields import text
from crawlers.forge.addresses import address
from crawlers.forge.header import described


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the index; `url` is the address of its summary, "" for none."""

    url: str
    name: str
    section: str
    description: str
    owner: str


def read_index(response: TextResponse) -> Iterator[Listed]:
    """Read the repositories of one page of the index, each with the section above it."""
    section = ""
    titles: list[str] = []
    for row in response.css("div.content table.list tr"):
        if heads := row.css("th"):
            titles = [_text(head) for head in heads]
        if above := row.css("td.reposection"):
            section = _text(above[0])
        if row.css("td.toplevel-repo, td.sublevel-repo"):
            yield _read(response, row, section, titles)


def _read(response: TextResponse, row: Selector, section: str, titles: list[str]) -> Listed:
    cells = row.css("td")
    # Columns that are switched off are not there at all.
    named = dict(zip(titles, cells, strict=False))
    owner, description = named.get("Owner"), named.get("Description")
    return Listed(
        url=address(response, cells[0].css("a::attr(href)").get()),
        name=_text(cells[0]),
        section=section,
        description=described(description.css("::text").getall()) if description else "",
        owner=_text(owner) if owner else "",
    )


def further_pages(response: TextResponse) -> list[str]:
    """Return the links to the index's other pages."""
    return response.css(".pager a:not(.current)::attr(href)").getall()


def _text(part: Selector) -> str:
    return text("".join(part.css("::text").getall()))
