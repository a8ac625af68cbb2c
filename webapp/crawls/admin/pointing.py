"""The rows that point at a row, as links to their lists. No model is named: none is forgotten."""

from django.contrib import admin
from django.db import models
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from webapp.crawls.admin.links import to_list


def pointing_rows(row: models.Model, *, hidden: bool | None = None) -> SafeString | str:
    """Link to every list of rows that point at this one, with their number.

    `hidden` chooses relations that have no way back (the kinds' to their job), or only the others.
    """
    relations = [each for each in _relations(type(row)) if hidden in {None, each.hidden}]
    found = [link for relation in relations if (link := _link(relation, row))]
    if not found:
        return "none"
    return format_html_join("", '<span class="pointing">{}</span>', ((link,) for link in found))


def _relations(model: type[models.Model]) -> list[models.ForeignObjectRel]:
    return [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ForeignObjectRel)
        and admin.site.is_registered(field.related_model)
    ]


def _link(relation: models.ForeignObjectRel, row: models.Model) -> SafeString | None:
    model = relation.related_model
    name = relation.field.name
    count = model._default_manager.filter(**{name: row.pk}).count()
    if not count:
        return None
    options = model._meta
    noun = options.verbose_name if count == 1 else options.verbose_name_plural
    return to_list(model, f"{count:,} {noun}", **{f"{name}__id__exact": row.pk})
