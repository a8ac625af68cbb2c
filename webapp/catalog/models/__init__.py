"""What we keep: one file for each kind. The items say what a page says."""

from webapp.catalog.models.book import Book, Category
from webapp.catalog.models.change import Change
from webapp.catalog.models.forge import (
    Commit,
    Contributor,
    Language,
    Repository,
    RepositoryLanguage,
)
from webapp.catalog.models.mined import (
    ContributorLanguage,
    ContributorMonth,
    ContributorWork,
    LanguagePair,
    Mined,
    RepositoryMonth,
)
from webapp.catalog.models.page import Page
from webapp.catalog.models.quote import Author, Quote, Tag
from webapp.catalog.models.record import Named, Record
from webapp.catalog.models.savedview import SavedView

__all__ = [
    "Author",
    "Book",
    "Category",
    "Change",
    "Commit",
    "Contributor",
    "ContributorLanguage",
    "ContributorMonth",
    "ContributorWork",
    "Language",
    "LanguagePair",
    "Mined",
    "Named",
    "Page",
    "Quote",
    "Record",
    "Repository",
    "RepositoryLanguage",
    "RepositoryMonth",
    "SavedView",
    "Tag",
]
