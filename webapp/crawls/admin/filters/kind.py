"""Rows about rows: by their kind and field."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst

from webapp.crawls.admin.text import short
from webapp.crawls.models import Job

HOUSE = {"id", "job", "first_seen", "changed", "content_hash"}


def kinds() -> dict[str, type[models.Model]]:
    """Return the models that name the job which wrote them last and have no way back from it.

    What is mined names a job as well, but no page: it has no natural key.
    """
    found = {
        field.related_model._meta.label: field.related_model
        for field in Job._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ManyToOneRel)
        and field.hidden
        and hasattr(field.related_model, "NATURAL_KEY")
    }
    return dict(sorted(found.items()))


def kind_name(label: str) -> str:
    """Return the name of a kind as people read it; of an unknown one its label."""
    model = kinds().get(label)
    return capfirst(str(model._meta.verbose_name)) if model else short(label, 40)


class KindFilter(admin.SimpleListFilter):
    """Choices come from the models: the table is not asked."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(label, kind_name(label)) for label in kinds()]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class FieldFilter(admin.SimpleListFilter):
    """The fields of the chosen kind, or of all."""

    title = "field"
    parameter_name = "field"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        known = kinds()
        chosen = known.get(request.GET.get("kind", ""))
        names = {
            field.name
            for model in ([chosen] if chosen else known.values())
            for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
            if field.editable and field.name not in HOUSE
        }
        return [(name, name) for name in sorted(names)]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
        return queryset.filter(field=self.value()) if self.value() else queryset
