"""A repository's summary."""

from scrapy.http import TextResponse

from crawlers.fields import text
from crawlers.forge.addresses import address


def clone_urls(response: TextResponse) -> list[str]:
    """Return the addresses below "Clone", as they are written, each once."""
    found: list[str] = []
    is_below = False
    for row in response.css("div.content table.list tr"):
        if heads := row.css("th"):
            is_below = text(heads[0].css("::text").get()) == "Clone"
        elif is_below:
            found.append(text("".join(row.css("td a ::text").getall())))
    return list(dict.fromkeys(url for url in found if url))


def default_branch(response: TextResponse, log: str) -> str:
    """Return the branch whose log is the repository's own."""
    for link in response.css("div.content table.list td:first-child a"):
        if address(response, link.attrib.get("href")) == log:
            return text(link.css("::text").get())
    return ""
