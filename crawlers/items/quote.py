"""Quotes and the people who said them."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar


@dataclass(slots=True, kw_only=True)
class QuoteItem:
    """One quote as a list page shows it; its author is named, not described."""

    model: ClassVar[str] = "catalog.Quote"

    url: str
    text: str
    author: str
    tags: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class AuthorItem:
    """An author's own page."""

    model: ClassVar[str] = "catalog.Author"

    url: str
    name: str
    born_date: date | str | None = None
    born_place: str = ""
    biography: str = ""
