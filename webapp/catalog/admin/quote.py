"""Quotes, who said them, and what they are about."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html_join

from webapp.catalog.admin.named import NamedAdmin
from webapp.catalog.admin.record import RecordAdmin
from webapp.catalog.models import Author, Quote, Tag
from webapp.crawls.admin.filters.related import RelatedFilter
from webapp.crawls.admin.text import short


@admin.register(Tag)
class TagAdmin(NamedAdmin[Tag]):
    RELATION = "quotes"


@admin.register(Author)
class AuthorAdmin(RecordAdmin[Author]):
    list_display = ("name", "born_date", "born_place", "url")
    search_fields = ("name",)
    search_help_text = "Words of the name, birthplace or biography, or their beginnings"


@admin.register(Quote)
class QuoteAdmin(RecordAdmin[Quote]):
    list_display = ("text", "author", "tagged", "url")
    list_filter = (("author", RelatedFilter), ("tags", RelatedFilter))
    search_fields = ("text",)
    search_help_text = "Words of the quote, or their beginnings"
    autocomplete_fields = ("author", "tags")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Quote]:
        return super().get_queryset(request).prefetch_related("tags")

    @admin.display(description="tags")
    def tagged(self, quote: Quote) -> str:
        return format_html_join(", ", "{}", ((short(tag.name, 40),) for tag in quote.tags.all()))
