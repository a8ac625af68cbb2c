"""Requests of a repository as plain values: they are carried through others until their turn."""

from collections.abc import Mapping
from typing import Any

from crawlers.forge.addresses import page_of
from crawlers.items import RepositoryItem

Ask = dict[str, Any]


def ask(url: str, callback: str, **cb_kwargs: Any) -> Ask:
    """Describe a request by its address, the name of its callback, and what that is given."""
    return {"url": url, "callback": callback, "cb_kwargs": cb_kwargs}


def first(item: RepositoryItem) -> Ask:
    """Ask for the log's first page."""
    return ask(item.page_url, "parse_log", item=item)


def new(item: RepositoryItem, old: str, *, is_ahead: bool) -> Ask:
    """Ask for what the head has and the old head has not."""
    url = page_of(item.url, "log", qt="range", q=f"{old}..{item.head}")
    return ask(url, "parse_new", item=item, old=old, is_ahead=is_ahead, read=0)


def gone(item: RepositoryItem, old: str, doubts: list[str]) -> Ask:
    """Ask for what the old head has and the head has not; `doubts`: answers not to be believed."""
    url = page_of(item.url, "log", qt="range", q=f"{item.head}..{old}")
    return ask(url, "parse_gone", item=item, old=old, doubts=doubts)


def again(item: RepositoryItem) -> Ask:
    """Ask for the whole log, to be compared with what is stored."""
    return ask(item.page_url, "parse_again", item=item, read=0, seen="")


def summary(item: RepositoryItem) -> Ask:
    """Ask for the summary."""
    return ask(item.url, "parse_summary", item=item)


def commits(item: RepositoryItem, rows: list[list[Any]], then: Ask) -> Ask:
    """Ask for the pages of commits, one after the other, and then for something else."""
    # 2: what was changed in which files, without the changes themselves.
    url = page_of(item.url, "commit", id=rows[0][0], dt="2")
    return ask(url, "parse_commit", item=item, rows=rows, then=then)


def folders(item: RepositoryItem, todo: list[str], counts: Mapping[str, int], read: int) -> Ask:
    """Ask for the last of these folders; `counts`: files so far by language, of all as ""."""
    url = page_of(item.url, "tree") + todo[-1]
    kwargs = {"todo": todo[:-1], "counts": dict(counts), "read": read}
    return ask(url, "parse_tree", item=item, **kwargs)


def files(item: RepositoryItem) -> Ask:
    """Ask for the newest files, from the topmost folder on."""
    return folders(item, [""], {}, 0)
