"""One page of a repository after the other."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import astuple, replace
from typing import Any

from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawlers.fates import Fate, fate_of
from crawlers.forge import asks, items
from crawlers.forge.asks import Ask
from crawlers.forge.commit import read_commit
from crawlers.forge.log import LogRow
from crawlers.items import CommitItem, ContributorItem, RepositoryItem
from crawlers.middlewares.accounting import count_failure
from crawlers.spider import SiteSpider

Output = AsyncIterator[Any]


class Chain(SiteSpider):
    """Goes on from page to page; what is known of the repository goes along in `cb_kwargs`.

    Every callback is also called with None, for a page that could not be had: what it would have
    said is "not seen" then, and the way goes on.
    """

    async def on_missing(self, failure: Failure) -> Output:
        """Errback: counts the page with its fate, and goes on without it."""
        count_failure(self.crawler, failure)
        if failure.value is not None and fate_of(failure.value) != Fate.CANCELLED:
            request: Any = failure.request  # type: ignore[attr-defined]
            async for each in request.callback(None, **request.cb_kwargs):
                yield each

    def go(self, ask: Ask, *, once: bool = False) -> Request:
        """Make the request that was described; `once`: only if it was not made before."""
        return Request(
            ask["url"],
            getattr(self, ask["callback"]),
            errback=self.on_missing,
            cb_kwargs=ask["cb_kwargs"],
            dont_filter=not once,
        )

    async def find(self, item: RepositoryItem) -> RepositoryItem | None:
        """Return a repository as it is stored."""
        found = await self.stored.items(RepositoryItem, url=item.url)
        return found[0] if found else None

    async def keep(self, rows: Sequence[LogRow], item: RepositoryItem, then: Ask) -> Output:
        """Give the commits that are not stored, and those that are back; then go on."""
        urls = [items.commit_url(item, row) for row in rows]
        stored = {each.url: each for each in await self.stored.items(CommitItem, url=urls)}
        for commit in stored.values():
            if commit.state != items.PRESENT:
                yield replace(commit, state=items.PRESENT)
        new = [row for row, url in zip(rows, urls, strict=True) if url not in stored]
        authors = items.contributors(item, new)
        known = await self.stored.keys(ContributorItem, key=list(authors))
        for key, author in authors.items():
            if key not in known:
                yield author
        if self.args["diffstat"] and any(row.hash for row in new):
            then = asks.commits(item, [list(astuple(row)) for row in new if row.hash], then)
            new = [row for row in new if not row.hash]
        for row in new:
            yield items.commit(item, row)
        yield self.go(then)

    async def parse_commit(
        self,
        response: Response | None,
        item: RepositoryItem,
        rows: list[list[Any]],
        then: Ask,
    ) -> Output:
        """Read the page of the first of these commits, and go on to the next."""
        row = LogRow(*rows[0])
        page = read_commit(response) if isinstance(response, TextResponse) else None
        commit = items.commit(item, row)
        if page is not None and page.hash == row.hash:
            commit = items.detailed(commit, page, self.settings.get("EMAIL_SALT", ""))
        yield commit
        yield self.go(asks.commits(item, rows[1:], then) if rows[1:] else then)

    def lacks_files(self, item: RepositoryItem) -> bool:
        """Tell whether the files of a repository are to be read, as far as is allowed."""
        folders = item.folders if isinstance(item.folders, int) else 0
        return bool(item.head) and item.files is None and folders < self.args["folders"]
