"""Labels that other kinds point at."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString

from webapp.catalog.admin.namedlist import NamedChangeList
from webapp.catalog.admin.words import search
from webapp.catalog.browse.counts import Count
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
    search_help_text = "Words of the name, or their beginnings"
    search_fields = ("name",)
    ordering = ("name",)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[NamedChangeList]:
        return NamedChangeList

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return ["name"] if obj is None else ["name", "pointing"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # Another name would be another label: the next crawl would make the old one again.
        return [] if obj is None else ["name", "pointing"]

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Label], search_term: str
    ) -> tuple[models.QuerySet[Label], bool]:
        return search(queryset, search_term), False

    @admin.display(description="name", ordering="name")
    def called(self, label: Label) -> str:
        return short(label.name)

    @admin.display(description="rows")
    def rows(self, label: Label) -> SafeString | str:
        relation: Any = self.model._meta.get_field(self.RELATION)
        count = getattr(label, "row_count", Count(0))
        options = relation.related_model._meta
        noun = options.verbose_name if count.number == 1 else options.verbose_name_plural
        query = {f"{relation.field.name}__id__exact": label.pk}
        return to_list(relation.related_model, f"{count} {noun}", **query)

    @admin.display(description="rows that name it")
    def pointing(self, label: Label) -> SafeString | str:
        return pointing_rows(label)
