"""From what pages of a forge say to items."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from hashlib import blake2b
from typing import Final

from crawlers.fields import language
from crawlers.forge.addresses import page_of
from crawlers.forge.commit import CommitPage
from crawlers.forge.header import Header
from crawlers.forge.index import Listed
from crawlers.forge.log import LogRow
from crawlers.items import CommitItem, ContributorItem, RepositoryItem, RepositoryLanguageItem

PRESENT: Final = "present"
VANISHED: Final = "vanished"

_LONGEST_SUBJECT: Final = 1_000
_LONGEST_URL: Final = 1_800  # of a summary, so that its pages' addresses are no longer than any
_SHARE: Final = Decimal("0.0001")


def repository(forge: str, listed: Listed) -> RepositoryItem:
    """Begin a repository with what the index says of it."""
    is_short = 0 < len(listed.url) <= _LONGEST_URL
    return RepositoryItem(
        url=listed.url,
        page_url=page_of(listed.url, "log") if is_short else "",
        forge=forge,
        name=listed.name,
        section=listed.section,
        description=listed.description,
        owner=listed.owner,
    )


def known(
    item: RepositoryItem, header: Header | None, stored: RepositoryItem | None
) -> RepositoryItem:
    """Complete what the index says: by a page's header, which cuts nothing, and what is stored."""
    if header is not None:
        item = replace(
            item,
            description=header.description or item.description,
            owner=header.owner or item.owner,
            default_branch=header.branch,
        )
    if stored is None:
        return item
    return replace(
        stored,
        name=item.name,
        section=item.section,
        description=item.description if header is not None else stored.description,
        owner=item.owner or stored.owner,
        default_branch=item.default_branch or stored.default_branch,
    )


def moved(item: RepositoryItem, head: str) -> RepositoryItem:
    """Give a repository its newest commit: what was counted of an older one is not seen."""
    return item if head == item.head else replace(item, head=head, files=None, folders=None)


def commit_url(item: RepositoryItem, row: LogRow) -> str:
    """Return a commit's address with nothing but repository and hash; "" without one."""
    return page_of(item.url, "commit", id=row.hash) if row.hash else ""


def contributors(item: RepositoryItem, rows: Iterable[LogRow]) -> dict[str, ContributorItem]:
    """Make the items of who wrote these commits, by their key."""
    found = {_person(item, row): row.author for row in rows}
    return {
        key: ContributorItem(key=key, forge=item.forge, name=name)
        for key, name in found.items()
        if key is not None
    }


def _person(item: RepositoryItem, row: LogRow) -> str | None:
    return f"{item.forge} {row.author}" if row.author else None


def commit(item: RepositoryItem, row: LogRow) -> CommitItem:
    """Make the item of a line of the log."""
    return CommitItem(
        url=commit_url(item, row),
        hash=row.hash,
        repository=item.url,
        author=_person(item, row),
        date=row.date,
        zone=row.zone,
        subject=_cut(row.subject),
        state=PRESENT,
    )


def detailed(said: CommitItem, page: CommitPage, salt: str) -> CommitItem:
    """Add what a commit's own page says; of the address there is nothing but a hash."""
    names = page.names
    return replace(
        said,
        date=page.date or said.date,
        zone=page.zone or said.zone,
        subject=_cut(page.subject) or said.subject,
        email_hash=_digest(page.email, salt) if page.email and salt else "",
        files=None if names is None else len(names),
        languages=sorted({found for name in names or () if (found := language(name))}),
    )


def languages(url: str, counts: Mapping[str, int]) -> Iterator[RepositoryLanguageItem]:
    """Make an item of each language of a repository."""
    total = sum(counts.values())
    for name, files in counts.items():
        share = (Decimal(files) / total).quantize(_SHARE) if total else Decimal(0)
        yield RepositoryLanguageItem(repository=url, language=name, files=files, share=share)


def _cut(subject: str) -> str:
    # As cgit itself cuts them, only later: a commit must not be without its subject.
    if len(subject) <= _LONGEST_SUBJECT:
        return subject
    return subject[: _LONGEST_SUBJECT - 1] + "…"


def _digest(email: str, salt: str) -> str:
    key = blake2b(salt.encode()).digest()
    return blake2b(
        email.lower().encode(errors="surrogatepass"), key=key, digest_size=16
    ).hexdigest()
