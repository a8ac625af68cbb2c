"""What the admin of every kind shares: a new kind is a class of a few lines."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString

from webapp.catalog.admin.columns import Display, fixed, in_list, on_page
from webapp.catalog.admin.form import RecordForm
from webapp.catalog.admin.words import search
from webapp.catalog.models import Change, Record
from webapp.crawls.admin.bigtable import BigTableAdmin
from webapp.crawls.admin.filters.related import JobFilter
from webapp.crawls.admin.links import outside, to_list, to_row
from webapp.crawls.admin.pointing import pointing_rows

Kind = TypeVar("Kind", bound=Record)
ORIGIN = ("of_job", "first_seen", "changed", "changes", "pointing")


class RecordAdmin(BigTableAdmin[Kind]):
    """Lists what a kind names in `list_display`; where the row came from is added here.

    Text is shown short and URLs as links by the fields' types. Who may only look gets whole
    values and no form.
    """

    form = RecordForm
    ordering = ("-changed",)

    def get_list_display(self, request: HttpRequest) -> list[Display]:
        first, *others = (str(name) for name in self.list_display)
        # An address is wide: it stands last, but for what has no other key.
        last = [name for name in others if name == "url" != self.model.NATURAL_KEY]
        own = [in_list(self.model, name) for name in others if name not in last]
        lead = in_list(self.model, first, leads=True)
        return [lead, *own, "changed", "of_job", *(in_list(self.model, name) for name in last)]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        own = list(super().get_list_filter(request))
        return [("job", JobFilter), *own, ("changed", admin.DateFieldListFilter)]

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        relations = [f.name for f in self.model._meta.fields if isinstance(f, models.ForeignKey)]
        return [name for name in relations if name == "job" or name in self.list_display]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        own = self._shown(request, obj)
        sets: list[Any] = [(None, {"fields": own})]
        return (
            sets if obj is None else [*sets, ("Where it came from", {"fields": self._origin(own)})]
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if obj is None:
            return []
        own = self._shown(request, obj)
        return [*(field for field in own if callable(field)), *self._origin(own)]

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Kind], search_term: str
    ) -> tuple[models.QuerySet[Kind], bool]:
        return search(queryset, search_term), False

    def _shown(self, request: HttpRequest, obj: Any) -> list[Display]:
        """Return the kind's own fields: names where they can be edited, functions where not."""
        names = self._own_fields()
        if obj is None:
            return list(names)
        if not self.has_change_permission(request, obj):
            return [on_page(self.model, name) for name in names]
        # Another key would be another thing: the next crawl would store the old one again.
        key = self.model.NATURAL_KEY
        return [fixed(self.model, name) if name == key else name for name in names]

    def _origin(self, own: list[Display]) -> list[str]:
        """Repeat an address that stands in an input: there it is no link."""
        return ["address", *ORIGIN] if "url" in own else list(ORIGIN)

    def _own_fields(self) -> list[str]:
        house = self.model.HOUSE_FIELDS
        options = self.model._meta
        fields = (*options.concrete_fields, *options.many_to_many)
        return [field.name for field in fields if field.editable and field.name not in house]

    @admin.display(description="last changed by", ordering="job_id")
    def of_job(self, row: Kind) -> SafeString | str:
        return to_row(row.job)

    @admin.display(description="on the web")
    def address(self, row: Any) -> SafeString | str:
        return outside(row.url, 2000)

    @admin.display(description="changes")
    def changes(self, row: Kind) -> SafeString | str:
        label = row._meta.label
        count = Change.objects.filter(kind=label, record_id=row.pk).count()
        if not count:
            return "none since it was first seen"
        noun = "change" if count == 1 else "changes"
        return to_list(Change, f"{count:,} {noun}", kind=label, record_id=row.pk)

    @admin.display(description="rows that name it")
    def pointing(self, row: Kind) -> SafeString | str:
        return pointing_rows(row)
