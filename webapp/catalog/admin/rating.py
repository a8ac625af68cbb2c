"""Books by their rating."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from webapp.catalog.models import Book


class RatingFilter(admin.SimpleListFilter):
    """One to five are known without asking the table."""

    title = "rating"
    parameter_name = "rating"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        stars = [(str(number), "★" * number) for number in range(1, 6)]
        return [*stars, ("none", "Not rated")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Book]) -> QuerySet[Book]:
        rating = self.value()
        if rating == "none":
            return queryset.filter(rating=None)
        return queryset.filter(rating=int(rating)) if rating in set("12345") else queryset
