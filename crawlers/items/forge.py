"""What a code host says: repositories, who wrote them, and in which languages."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import ClassVar


@dataclass(slots=True, kw_only=True)
class RepositoryItem:
    """One repository: the forge's index, its summary, and how far its log and files were read."""

    model: ClassVar[str] = "catalog.Repository"

    url: str  # of its summary page
    page_url: str = ""  # of its log: the page that every crawl asks for
    forge: str
    name: str
    section: str = ""
    description: str = ""
    owner: str = ""
    default_branch: str = ""
    clone_urls: list[str] = field(default_factory=list)
    head: str = ""  # hash of the newest commit that was read
    read_back_to: datetime | str | None = None  # how far; 1970: to its beginning; None: not known
    files: int | str | None = None  # None: not seen
    folders: int | str | None = None  # of its newest tree that were read; None: not seen


@dataclass(slots=True, kw_only=True)
class ContributorItem:
    """A name that commits of a forge bear."""

    model: ClassVar[str] = "catalog.Contributor"

    key: str  # "<forge> <name>": a forge's address has no space
    forge: str = ""
    name: str = ""


@dataclass(slots=True, kw_only=True)
class CommitItem:
    """One line of a repository's log, and what its own page adds."""

    model: ClassVar[str] = "catalog.Commit"

    url: str  # of its page, with nothing but repository and hash
    hash: str
    repository: str  # its url
    author: str | None = None  # key of a contributor
    date: datetime | str | None = None  # with its zone
    zone: str = ""  # "+0100": moments are kept in UTC
    subject: str = ""
    email_hash: str = ""
    files: int | str | None = None  # None: its page was not read
    languages: list[str] = field(default_factory=list)
    state: str  # present, or vanished: its branch does not lead to it any more


@dataclass(slots=True, kw_only=True)
class RepositoryLanguageItem:
    """How many files of a repository are written in a language."""

    model: ClassVar[str] = "catalog.RepositoryLanguage"

    repository: str  # its url
    language: str
    files: int
    share: Decimal  # of the repository's files whose language is known, 0 to 1
