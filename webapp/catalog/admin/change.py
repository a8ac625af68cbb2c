"""Changes: which field of which row a crawl found different."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models.functions import Left
from django.http import HttpRequest
from django.utils.safestring import SafeString

from webapp.catalog.admin.difference import in_line, whole
from webapp.catalog.admin.rowfilter import RowFilter
from webapp.catalog.models import Change
from webapp.crawls.admin.filters.date import DateFilter
from webapp.crawls.admin.filters.kind import FieldFilter, KindFilter, kind_name, kinds
from webapp.crawls.admin.filters.related import JobFilter
from webapp.crawls.admin.history import HistoryAdmin
from webapp.crawls.admin.links import to_key, to_row
from webapp.crawls.admin.text import short

READ = 1000  # characters of a value that a list looks at


@admin.register(Change)
class ChangeAdmin(HistoryAdmin[Change]):
    list_display = ("at", "of_kind", "row", "of_field", "difference", "of_job")
    list_filter = (
        RowFilter,
        ("job", JobFilter),
        KindFilter,
        ("at", DateFilter),
        FieldFilter,
    )
    list_select_related = ("job",)
    search_fields = ("key",)
    search_help_text = "Whole natural key of the row"
    ordering = ("-at",)
    sortable_by = ("at",)
    fieldsets: ClassVar = (
        (None, {"fields": ("of_kind", "row", "of_field", "at", "of_job")}),
        ("Values", {"fields": ("before", "after")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("of_kind", "of_field", "row", "of_job", "before", "after")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Change]:
        """Add whether the row still exists, and the beginnings of the values."""
        there = [
            models.When(
                kind=label,
                then=models.Exists(model._base_manager.filter(pk=models.OuterRef("record_id"))),
            )
            for label, model in kinds().items()
        ]
        return (
            super()
            .get_queryset(request)
            .annotate(
                is_there=models.Case(*there, default=models.Value(value=False)),
                old_start=Left("old", READ),
                new_start=Left("new", READ),
            )
        )

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Change], search_term: str
    ) -> tuple[models.QuerySet[Change], bool]:
        """Find the row first: its kind has an index of natural keys, the changes have none."""
        key = search_term.replace("\0", "").strip()
        if not key:
            return queryset, False
        found = models.Q(pk__in=())
        for label, pk in _rows_of(key):
            found |= models.Q(kind=label, record_id=pk)
        return queryset.filter(found), False

    @admin.display(description="kind")
    def of_kind(self, change: Change) -> str:
        return kind_name(change.kind)

    @admin.display(description="field")
    def of_field(self, change: Change) -> str:
        return short(change.field, 40)

    @admin.display(description="row")
    def row(self, change: Change) -> SafeString | str:
        if not getattr(change, "is_there", False):
            return f"{short(change.key, 60)} (deleted)"
        return to_key(kinds()[change.kind], change.record_id, short(change.key, 60))

    @admin.display(description="old → new")
    def difference(self, change: Change) -> SafeString:
        old, new = (getattr(change, name) for name in ("old_start", "new_start"))
        return in_line(old, new, READ)

    @admin.display(description="job")
    def of_job(self, change: Change) -> SafeString | str:
        return to_row(change.job)

    @admin.display(description="old")
    def before(self, change: Change) -> SafeString:
        return whole(change.old, change.new)

    @admin.display(description="new")
    def after(self, change: Change) -> SafeString:
        return whole(change.new, change.old)


def _rows_of(key: str) -> list[tuple[str, int]]:
    """Return kind and number of every row with this key: one question, however many kinds."""
    first, *others = (
        model._base_manager.filter(**{model.NATURAL_KEY: key})  # type: ignore[attr-defined]
        .order_by()
        .values_list(models.Value(label), "pk")
        for label, model in kinds().items()
    )
    return list(first.union(*others, all=True))
