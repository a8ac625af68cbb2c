"""Any cgit: its repositories, their commits, who made them, and in which languages."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response, TextResponse

from crawlers import fields
from crawlers.arguments import LIMIT, Argument, natural_int, pattern, positive_int, web_url
from crawlers.forge import asks, items
from crawlers.forge.chain import Output
from crawlers.forge.counting import FileCounting
from crawlers.forge.header import is_cgit, read_header
from crawlers.forge.index import Listed, further_pages, read_index
from crawlers.forge.reach import BEGINNING, Reach
from crawlers.forge.reading import LogReading
from crawlers.items import RepositoryItem
from crawlers.urls import canonical


def day(text: str) -> datetime:
    """Read a day, and return its begin."""
    read = fields.date(text)
    if not isinstance(read, date):
        raise ValueError("must be a day such as 2026-11-24")  # noqa: TRY004 -- an argument's text
    return datetime(read.year, read.month, read.day, tzinfo=UTC)


class CgitSpider(LogReading, FileCounting):
    """Reads the index, the log of each repository as far as it is new, and its newest files.

    docs/howto/crawl-a-forge tells what it asks for, and what it does not.
    """

    name = "cgit"
    arguments = (
        Argument(name="url", parse=web_url, required=True, help="the index, or one repository"),
        Argument(name="repos", parse=pattern, help="only repositories whose name has this in it"),
        Argument(name="since", parse=day, help="no commits from before this day"),
        Argument(
            name="max_commits",
            parse=positive_int,
            default=100_000,
            help="most commits of a repository that are read in one crawl",
        ),
        Argument(name="diffstat", parse=natural_int, default=0, help="1: every commit's own page"),
        Argument(
            name="folders", parse=natural_int, default=2_000, help="most folders of a repository"
        ),
        LIMIT,
    )
    # A log is a long chain of pages; `max_commits` and `folders` bound it.
    custom_settings: ClassVar[dict[str, Any]] = {"DEPTH_LIMIT": 0}  # type: ignore[misc]

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.allowed_domains = [urlsplit(self.args["url"]).hostname or ""]
        self.reach = Reach(self.args["since"] or BEGINNING, self.args["max_commits"])

    async def start(self) -> Output:
        yield Request(self.args["url"], self.parse)

    async def parse(self, response: Response) -> Output:
        """Read the first page: an index, or any page of a repository."""
        if not isinstance(response, TextResponse) or not is_cgit(response):
            self.logger.error("%s is no page of a cgit: give its index with -a url=", response.url)
            raise CloseSpider("not_cgit")
        header = read_header(response)
        if not header.summary:
            async for each in self.parse_index(response):
                yield each
            return
        listed = Listed(header.summary, header.name, "", header.description, header.owner)
        item = items.repository(header.forge, listed)
        stored = await self.find(item)
        item = replace(item, section=stored.section) if stored else item
        if canonical(response.url) != item.page_url:
            yield self._repository(item)
            return
        async for each in self.parse_log(response, item):
            yield each

    async def parse_index(self, response: Response) -> Output:
        """Follow every repository's log, and the index's other pages."""
        if not isinstance(response, TextResponse):
            return
        forge, wanted = read_header(response).forge, self.args["repos"]
        for listed in read_index(response):
            if wanted is None or wanted.search(listed.name):
                yield self._repository(items.repository(forge, listed))
        for request in self.follow(response, further_pages(response), self.parse_index):
            yield request

    def _repository(self, item: RepositoryItem) -> Request | RepositoryItem:
        if not item.page_url:  # no address, or one that is too long: it will be refused
            return item
        return self.go(asks.first(item), once=True)  # however often it is listed
