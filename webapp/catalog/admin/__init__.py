"""The admin of what the crawls brought: one file for each family of kinds."""

from webapp.catalog.admin.book import BookAdmin, CategoryAdmin
from webapp.catalog.admin.change import ChangeAdmin
from webapp.catalog.admin.forge import (
    CommitAdmin,
    ContributorAdmin,
    LanguageAdmin,
    RepositoryAdmin,
    RepositoryLanguageAdmin,
)
from webapp.catalog.admin.page import PageAdmin
from webapp.catalog.admin.quote import AuthorAdmin, QuoteAdmin, TagAdmin
from webapp.catalog.admin.savedview import SavedViewAdmin

__all__ = [
    "AuthorAdmin",
    "BookAdmin",
    "CategoryAdmin",
    "ChangeAdmin",
    "CommitAdmin",
    "ContributorAdmin",
    "LanguageAdmin",
    "PageAdmin",
    "QuoteAdmin",
    "RepositoryAdmin",
    "RepositoryLanguageAdmin",
    "SavedViewAdmin",
    "TagAdmin",
]
