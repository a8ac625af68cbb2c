"""A commit's own page."""

from dataclasses import dataclass
from datetime import datetime

from parsel import Selector, SelectorList
from scrapy.http import TextResponse

from crawlers.fields import moment, text, zone


@dataclass(frozen=True, slots=True)
class CommitPage:
    """`names`: the files that it touches, None for what cgit does not compare."""

    hash: str
    author: str
    email: str
    date: datetime | str | None
    zone: str
    subject: str
    names: list[str] | None


def read_commit(response: TextResponse) -> CommitPage | None:
    """Read who made a commit, when, and which files it touches; None for another page."""
    facts = {
        text(row.css("th::text").get()): row
        for row in response.css("table.commit-info tr")
        if row.css("th")
    }
    if not {"author", "committer", "commit"} <= facts.keys():
        return None
    person = text("".join(facts["author"].css("td:not(.right) ::text").getall()))
    name, mark, rest = person.rpartition("<")
    written = text(facts["committer"].css("td.right::text").get())
    return CommitPage(
        hash=text(facts["commit"].css("td a::text").get()),
        author=text(name) if mark else person,
        email=rest.rstrip("> ") if mark and "@" in rest else "",
        date=moment(written),
        zone=zone(written),
        subject=text("".join(response.css("div.commit-subject::text").getall())),
        names=_touched(response.css("table.diffstat")),
    )


def _touched(diffstat: SelectorList[Selector]) -> list[str] | None:
    if not diffstat:
        return None
    cells = diffstat[0].css("td.mode + td")
    return [text(cell.css("a::text").get()) for cell in cells]
