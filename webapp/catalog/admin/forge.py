"""Repositories, contributors, commits and languages."""

from django.contrib import admin

from webapp.catalog.admin.named import NamedAdmin
from webapp.catalog.admin.record import RecordAdmin
from webapp.catalog.models import Commit, Contributor, Language, Repository, RepositoryLanguage
from webapp.crawls.admin.filters.related import RelatedFilter


@admin.register(Language)
class LanguageAdmin(NamedAdmin[Language]):
    RELATION = "repositories"


@admin.register(Repository)
class RepositoryAdmin(RecordAdmin[Repository]):
    list_display = ("name", "section", "commits", "contributors", "files", "last_commit")
    search_fields = ("name", "description")
    search_help_text = "Words of the name, section or description, or their beginnings"


@admin.register(Contributor)
class ContributorAdmin(RecordAdmin[Contributor]):
    list_display = ("name", "forge")
    search_fields = ("name",)
    search_help_text = "Words of the name, or their beginnings"


@admin.register(Commit)
class CommitAdmin(RecordAdmin[Commit]):
    list_display = ("subject", "repository", "author", "date", "state")
    list_filter = ("state", ("repository", RelatedFilter), ("author", RelatedFilter))
    search_fields = ("subject",)
    search_help_text = "Words of the subject, or their beginnings"
    autocomplete_fields = ("repository", "author", "languages")


@admin.register(RepositoryLanguage)
class RepositoryLanguageAdmin(RecordAdmin[RepositoryLanguage]):
    list_display = ("repository", "language", "files", "share")
    list_filter = (("repository", RelatedFilter), ("language", RelatedFilter))
    autocomplete_fields = ("repository", "language")
