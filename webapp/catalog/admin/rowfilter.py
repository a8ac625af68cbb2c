"""Changes of one row."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from webapp.catalog.models import Change


class RowFilter(admin.SimpleListFilter):
    """Shows the row that a link from it has chosen, so that the choice can be taken back."""

    title = "row"
    parameter_name = "record_id"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        chosen = self.value()
        return [(chosen, f"No. {chosen}")] if chosen and chosen.isdecimal() else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Change]) -> QuerySet[Change]:
        chosen = self.value()
        if not chosen or not chosen.isdecimal():
            return queryset
        return queryset.filter(record_id=int(chosen))
