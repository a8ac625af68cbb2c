"""What a page says: one dataclass for each kind. The models say what we keep."""

from crawlers.items.book import BookItem
from crawlers.items.forge import (
    CommitItem,
    ContributorItem,
    RepositoryItem,
    RepositoryLanguageItem,
)
from crawlers.items.page import PageItem
from crawlers.items.quote import AuthorItem, QuoteItem

__all__ = [
    "AuthorItem",
    "BookItem",
    "CommitItem",
    "ContributorItem",
    "PageItem",
    "QuoteItem",
    "RepositoryItem",
    "RepositoryLanguageItem",
]
