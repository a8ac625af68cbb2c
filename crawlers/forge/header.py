"""The head of every page of a cgit: which forge, which repository."""

from dataclasses import dataclass

from scrapy.http import TextResponse

from crawlers.fields import text
from crawlers.forge.addresses import address

_NO_DESCRIPTION = "[no description]"  # cgit's own words for none


@dataclass(frozen=True, slots=True)
class Header:
    """`forge` is the index's address; the others are "" on a page that is no repository's."""

    forge: str
    summary: str = ""
    name: str = ""
    description: str = ""
    owner: str = ""
    branch: str = ""


def is_cgit(response: TextResponse) -> bool:
    """Tell whether a page was made by cgit: it says so, or has the frame of one."""
    generator = response.css("meta[name=generator]::attr(content)").get("")
    return generator.startswith("cgit") or bool(response.css("div#cgit"))


def read_header(response: TextResponse) -> Header:
    """Read the header and the tabs; `noheader` leaves the tabs only."""
    tabs = {text(tab.css("::text").get()): tab for tab in response.css("table.tabs a")}
    table = response.css("table#header")
    trail = table.css("td.main a")
    root = address(response, "/")
    if "summary" not in tabs:
        index = tabs["index"].attrib.get("href") if "index" in tabs else None
        return Header(address(response, index) or root)
    return Header(
        forge=address(response, trail[:1].attrib.get("href")) or root,
        summary=address(response, tabs["summary"].attrib.get("href")),
        name=text("".join(trail[1:2].css("::text").getall())),
        description=described(table.css("td.sub:not(.right)")[:1].css("::text").getall()),
        owner=text("".join(table.css("td.sub.right ::text").getall())),
        branch=text(response.css("select[name=h] option[selected]::attr(value)").get()),
    )


def described(words: list[str]) -> str:
    """Return a description; cgit says in words that there is none."""
    said = text("".join(words))
    return "" if said == _NO_DESCRIPTION else said
