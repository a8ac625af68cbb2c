"""Rejections: what could not be stored, and why."""

import json
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from webapp.crawls.admin.filters.date import DateFilter
from webapp.crawls.admin.filters.kind import FieldFilter, KindFilter, kind_name
from webapp.crawls.admin.filters.related import JobFilter
from webapp.crawls.admin.history import HistoryAdmin
from webapp.crawls.admin.links import outside, to_row
from webapp.crawls.admin.text import block, pretty, short
from webapp.crawls.models import Rejection


@admin.register(Rejection)
class RejectionAdmin(HistoryAdmin[Rejection]):
    list_display = ("why", "of_kind", "of_field", "item_stored", "page", "of_job", "at")
    list_filter = (
        ("job", JobFilter),
        KindFilter,
        "item_stored",
        ("at", DateFilter),
        FieldFilter,
    )
    list_select_related = ("job",)
    search_fields = ("reason", "url")
    search_help_text = "Reason or URL"
    sortable_by = ("at",)
    fieldsets: ClassVar = (
        (None, {"fields": ("why_whole", "of_kind", "of_field", "item_stored")}),
        ("Where it comes from", {"fields": ("page_whole", "of_job", "at")}),
        ("What the page said", {"fields": ("raw_values",)}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("why_whole", "of_kind", "of_field", "page_whole", "of_job", "raw_values")

    @admin.display(description="reason")
    def why(self, rejection: Rejection) -> str:
        return short(rejection.reason)

    @admin.display(description="reason")
    def why_whole(self, rejection: Rejection) -> str:
        return short(rejection.reason, 500)

    @admin.display(description="kind")
    def of_kind(self, rejection: Rejection) -> str:
        return kind_name(rejection.kind)

    @admin.display(description="field")
    def of_field(self, rejection: Rejection) -> str:
        return short(rejection.field, 40)

    @admin.display(description="page")
    def page(self, rejection: Rejection) -> SafeString | str:
        return outside(rejection.url)

    @admin.display(description="page")
    def page_whole(self, rejection: Rejection) -> SafeString | str:
        return outside(rejection.url, 2000)

    @admin.display(description="job")
    def of_job(self, rejection: Rejection) -> SafeString | str:
        return to_row(rejection.job)

    @admin.display(description="raw values")
    def raw_values(self, rejection: Rejection) -> SafeString | str:
        try:
            return pretty(json.loads(rejection.raw))
        except (ValueError, RecursionError):  # cut at MAX_RAW, or nested for ever
            return block(rejection.raw)
