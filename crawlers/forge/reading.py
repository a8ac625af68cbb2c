"""Reading a log as far as it is new."""

from dataclasses import replace
from typing import Final

from scrapy.http import Response, TextResponse

from crawlers.forge import asks, items
from crawlers.forge.chain import Chain, Output
from crawlers.forge.header import read_header
from crawlers.forge.log import LogPage, read_log
from crawlers.forge.reach import BEGINNING, Reach, earlier
from crawlers.items import CommitItem, RepositoryItem

MOST_COMPARED: Final = 20_000  # commits of a log that is read to say which have vanished
_PREFIX: Final = 12  # characters of a hash that are carried from page to page meanwhile


class LogReading(Chain):
    """The part of a spider that reads logs: what is new in them, and what is there no more."""

    reach: Reach

    async def parse_log(self, response: Response | None, item: RepositoryItem) -> Output:
        """Read a log's first page, and find out what of the repository is new."""
        page, stored = _log(response), await self.find(item)
        header = read_header(response) if isinstance(response, TextResponse) else None
        item = items.known(item, header, stored)
        if stored is not None:
            yield item
        if page.rows:
            async for each in self._begin(page, item, stored):
                yield each
        elif stored is None:
            yield self.go(asks.summary(item))

    async def _begin(
        self, page: LogPage, item: RepositoryItem, stored: RepositoryItem | None
    ) -> Output:
        moved = items.moved(item, page.rows[0].hash)
        if stored is None or not await self._covers(stored):
            moved = replace(moved, read_back_to=None)
            async for each in self._read_on(page, moved, item.head, 0):
                yield each
        elif moved.head != stored.head:
            # Newer commits alone do not tell: what was merged may be older than all of them.
            is_ahead = any(row.hash == stored.head for row in page.rows)
            yield self.go(asks.new(moved, stored.head, is_ahead=is_ahead))
        elif self.lacks_files(item):
            yield self.go(asks.files(item))

    async def _covers(self, stored: RepositoryItem) -> bool:
        if stored.read_back_to is None or self.reach.is_met_by(stored):
            return stored.read_back_to is not None
        known = await self.stored.keys(CommitItem, repository=stored.url)
        return len(known) >= self.reach.most

    async def parse_more(
        self, response: Response | None, item: RepositoryItem, old: str, read: int
    ) -> Output:
        """Read on in a log."""
        async for each in self._read_on(_log(response), item, old, read):
            yield each

    async def _read_on(self, page: LogPage, item: RepositoryItem, old: str, read: int) -> Output:
        """Keep a page of a log; `old` is the newest commit known before, "" once it is met."""
        part = self.reach.part(page.rows, read)
        is_whole = page.is_log and not page.next and len(part.rows) == len(page.rows)
        back_to = BEGINNING if is_whole else earlier(item.read_back_to, part.back_to)
        item = replace(item, read_back_to=back_to)
        if any(row.hash == old for row in page.rows):
            old = ""
        if page.next and not part.is_end:
            read += len(part.rows)
            then = asks.ask(page.next, "parse_more", item=item, old=old, read=read)
        elif old and page.is_log:
            then = asks.gone(item, old, ["failed", "empty"] if is_whole else [])
        else:
            then = asks.summary(item)
        async for each in self.keep(part.rows, item, then):
            yield each

    async def parse_new(
        self, response: Response | None, item: RepositoryItem, old: str, read: int, **ahead: bool
    ) -> Output:
        """Read what the head has and the old head has not: exactly what is new."""
        page = _log(response)
        if not page.is_log or any(row.hash == old for row in page.rows):  # no ranges here
            if not read:
                yield self.go(asks.again(item))
            return
        part = self.reach.part(page.rows, read)
        if page.next and not part.is_end:
            read += len(part.rows)
            then = asks.ask(page.next, "parse_new", item=item, old=old, read=read, **ahead)
        else:
            if page.next or len(part.rows) < len(page.rows):
                item = replace(item, read_back_to=part.back_to)
            doubts = ["failed"] if page.rows else ["failed", "empty"]
            then = asks.summary(item) if ahead["is_ahead"] else asks.gone(item, old, doubts)
        async for each in self.keep(part.rows, item, then):
            yield each

    async def parse_gone(
        self, response: Response | None, item: RepositoryItem, old: str, doubts: list[str]
    ) -> Output:
        """Read what the old head has and the head has not: what has vanished.

        A server that has cleaned up knows the old head no more, and says nothing.
        """
        page = _log(response)
        is_range = page.is_log and all(row.hash != item.head for row in page.rows)
        came = "failed" if not is_range else "rows" if page.rows else "empty"
        if came in doubts:
            yield self.go(asks.again(item))
            return
        if came == "rows":
            async for each in self._vanish([items.commit_url(item, row) for row in page.rows]):
                yield each
        if came == "rows" and page.next:
            further = {"item": item, "old": old, "doubts": ["failed"]}
            yield self.go(asks.ask(page.next, "parse_gone", **further))
        else:
            yield self.go(asks.summary(item))

    async def parse_again(
        self, response: Response | None, item: RepositoryItem, read: int, seen: str
    ) -> Output:
        """Read a log to its end, to say what is not in it any more. `seen`: begins of hashes."""
        page = _log(response)
        part = Reach(self.reach.back_to, MOST_COMPARED).part(page.rows, read)
        # Only its end says how far it was read: dates may be askew.
        item = replace(item, read_back_to=None)
        seen += "".join(row.hash[:_PREFIX] for row in page.rows)
        read += len(page.rows)
        then = asks.summary(item)
        if page.next and read < MOST_COMPARED:
            then = asks.ask(page.next, "parse_again", item=item, read=read, seen=seen)
        elif page.is_log and not page.next:
            then = asks.summary(replace(item, read_back_to=self.reach.back_to))
            async for each in self._vanish(await self._missing(item, seen)):
                yield each
        else:
            self.logger.warning("%s was not read to its end: nothing vanishes", item.page_url)
        async for each in self.keep(part.rows, item, then):
            yield each

    async def _missing(self, item: RepositoryItem, seen: str) -> list[str]:
        known = await self.stored.keys(CommitItem, repository=item.url, state=items.PRESENT)
        there = {seen[n : n + _PREFIX] for n in range(0, len(seen), _PREFIX)}
        return [url for url in known if url.rpartition("id=")[2][:_PREFIX] not in there]

    async def _vanish(self, urls: list[str]) -> Output:
        for commit in await self.stored.items(CommitItem, url=urls, state=items.PRESENT):
            yield replace(commit, state=items.VANISHED)


def _log(response: Response | None) -> LogPage:
    if isinstance(response, TextResponse):
        return read_log(response)
    return LogPage(is_log=False, rows=[], next="")
