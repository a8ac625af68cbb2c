"""Labels that other kinds point at."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString

from webapp.catalog.models import Named
from webapp.crawls.admin.bigtable import BigTableAdmin
from webapp.crawls.admin.links import to_list
from webapp.crawls.admin.pointing import pointing_rows
from webapp.crawls.admin.text import short

Label = TypeVar("Label", bound=Named)


class NamedAdmin(BigTableAdmin[Label]):
    """Lists names with the number of rows that point at them; `RELATION` names those rows."""

    RELATION: str

    list_display = ("called", "rows")
    search_fields = ("name",)
    ordering = ("name",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Label]:
        relation: Any = self.model._meta.get_field(self.RELATION)
        back = f"{relation.field.name}__id"
        pointing = relation.related_model._base_manager.order_by()
        same = pointing.filter(**{back: models.OuterRef("pk")}).values(back)
        counted = same.annotate(n=models.Count("pk")).values("n")
        labels: Any = super().get_queryset(request)
        rows: models.QuerySet[Label] = labels.annotate(row_count=models.Subquery(counted))
        return rows

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return ["name"] if obj is None else ["name", "pointing"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # Another name would be another label: the next crawl would make the old one again.
        return [] if obj is None else ["name", "pointing"]

    @admin.display(description="name", ordering="name")
    def called(self, label: Label) -> str:
        return short(label.name)

    @admin.display(description="rows")
    def rows(self, label: Label) -> SafeString | str:
        relation: Any = self.model._meta.get_field(self.RELATION)
        count = getattr(label, "row_count", None) or 0
        options = relation.related_model._meta
        noun = options.verbose_name if count == 1 else options.verbose_name_plural
        query = {f"{relation.field.name}__id__exact": label.pk}
        return to_list(relation.related_model, f"{count:,} {noun}", **query)

    @admin.display(description="rows that name it")
    def pointing(self, label: Label) -> SafeString | str:
        return pointing_rows(label)
