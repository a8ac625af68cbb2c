"""Pages of any site."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from webapp.catalog.admin.record import RecordAdmin
from webapp.catalog.models import Page


class StatusFilter(admin.SimpleListFilter):
    """HTTP answers by their class."""

    title = "HTTP status"
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("2", "2xx found"),
            ("3", "3xx moved"),
            ("4", "4xx not there"),
            ("5", "5xx failed"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> QuerySet[Page]:
        if self.value() not in set("2345"):
            return queryset
        first = int(self.value() or 0) * 100
        return queryset.filter(status__gte=first, status__lt=first + 100)


@admin.register(Page)
class PageAdmin(RecordAdmin[Page]):
    list_display = ("title", "url", "status", "depth", "language")
    list_filter = (StatusFilter,)
    search_fields = ("title",)
    search_help_text = "Words of URL, titles or text, or their beginnings"
