"""Counting a repository's files by language."""

from collections import Counter
from dataclasses import replace

from scrapy.http import Response, TextResponse

from crawlers.fields import language
from crawlers.forge import asks, items
from crawlers.forge.chain import Chain, Output
from crawlers.forge.header import read_header
from crawlers.forge.summary import clone_urls, default_branch
from crawlers.forge.tree import Folder, read_tree
from crawlers.items import RepositoryItem, RepositoryLanguageItem


class FileCounting(Chain):
    """The part of a spider that reads a repository's summary and folders, and so ends with it."""

    async def parse_summary(self, response: Response | None, item: RepositoryItem) -> Output:
        """Read where a repository is cloned from."""
        if isinstance(response, TextResponse) and read_header(response).summary == item.url:
            branch = item.default_branch or default_branch(response, item.page_url)
            item = replace(item, clone_urls=clone_urls(response), default_branch=branch)
        yield self.go(asks.files(item)) if self.lacks_files(item) else item

    async def parse_tree(
        self,
        response: Response | None,
        item: RepositoryItem,
        todo: list[str],
        counts: dict[str, int],
        read: int,
    ) -> Output:
        """Count a folder's files, and go down into its folders."""
        folder = Folder(is_whole=False)
        if isinstance(response, TextResponse):
            folder = read_tree(response, item.url)
        todo, read = todo + folder.folders, read + folder.is_whole
        total = Counter(counts)
        total.update(found for name in folder.names if (found := language(name)))
        total[""] += folder.files
        if not folder.is_whole or (todo and read >= self.args["folders"]):
            yield replace(item, folders=read)
        elif todo:
            yield self.go(asks.folders(item, todo, total, read))
        else:
            yield replace(item, files=total.pop(""), folders=read)
            async for each in self._languages(item, total):
                yield each

    async def _languages(self, item: RepositoryItem, counts: dict[str, int]) -> Output:
        for each in await self.stored.items(RepositoryLanguageItem, repository=item.url):
            counts.setdefault(each.language, 0)  # there are none of it any more
        for each in items.languages(item.url, counts):
            yield each
