"""A page of any site."""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(slots=True, kw_only=True)
class PageItem:
    """What every HTML page has, whatever it is about."""

    model: ClassVar[str] = "catalog.Page"

    url: str  # canonical: see crawlers.urls
    title: str = ""
    h1: str = ""
    description: str = ""
    language: str = ""
    text: str = ""
    text_hash: str = ""  # blake2b of the visible text, 32 hex digits: equal text, equal hash
    status: int
    depth: int
    links: list[str] = field(default_factory=list)  # canonical, same site, sorted, each once
