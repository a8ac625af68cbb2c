"""Visits by what became of them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from webapp.crawls.fates import FATES

HTTP = "http"  # an answer whose status no callback wanted


class FateFilter(admin.SimpleListFilter):
    """Choices come from the closed list: the table is not asked."""

    title = "fate"
    parameter_name = "fate"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = [(fate, fate.replace("_", " ")) for fate in FATES]
        chosen = request.GET.get(self.parameter_name, "")
        one = [(chosen, chosen)] if chosen.startswith("http_") else []
        return [*names, (HTTP, "HTTP status"), *one]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case None:
                return queryset
            case "http":
                return queryset.filter(fate__startswith="http_")
            case fate:
                return queryset.filter(fate=fate)
