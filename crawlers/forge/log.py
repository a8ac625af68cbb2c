"""A page of a repository's log."""

import re
from dataclasses import dataclass
from datetime import datetime

from parsel import Selector
from scrapy.http import TextResponse

from crawlers.fields import moment, text, zone
from crawlers.forge.addresses import address

# SHA-1 or SHA-256
_HASH = re.compile(r"[?&;]id=([0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])")


@dataclass(frozen=True, slots=True)
class LogRow:
    """One commit as the log shows it; the date is when it was committed."""

    hash: str
    author: str
    date: datetime | str | None
    zone: str
    subject: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """`is_log`: there is a log on it, if only of no commit."""

    is_log: bool
    rows: list[LogRow]
    next: str


def read_log(response: TextResponse) -> LogPage:
    """Read the commits of a page of the log, and where it goes on."""
    table = response.css("div.content table.list")
    heads = [text("".join(head.css("::text").getall())) for head in table.css("th")]
    if not any(head.startswith("Commit message") for head in heads):
        return LogPage(is_log=False, rows=[], next="")
    # Lines of the graph, and messages below their commit, are "nohover".
    rows = [_read(row) for row in table.css("tr:not([class*=nohover])") if row.css("td")]
    links = response.css(".pager a")
    following = [link for link in links if text(link.css("::text").get()) == "[next]"]
    href = following[0].attrib.get("href") if following else None
    return LogPage(is_log=True, rows=rows, next=address(response, href))


def _read(row: Selector) -> LogRow:
    cells = row.css("td")
    # With the graph first, the age stands last.
    graph = bool(cells[0].css(".commitgraph"))
    subject = cells[1:2]
    age = cells[3:4] if graph else cells[:1]
    said = age.css("span::attr(title)").get() or "".join(age.css("::text").getall())
    link = subject.css("a")[:1]
    found = _HASH.search(link.attrib.get("href", ""))
    return LogRow(
        hash=found[1] if found else "",
        author=text("".join(cells[2:3].css("::text").getall())),
        date=moment(said),
        zone=zone(said),
        subject=text("".join(link.css("::text").getall())),
    )
