"""Reading of rows no more than their columns need: a list leaves long text in the database."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models.functions import Cast, Left

from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.browse.kind import Kind, kind_of
from webapp.crawls.models import Job

LONG = {Sort.TEXT, Sort.JSON}
START = 400  # characters of a long text that a list reads
BEGINNING = "start_of_"


def loaded(
    rows: models.QuerySet[Any], kind: Kind, columns: Sequence[Column], *, whole: bool = False
) -> models.QuerySet[Any]:
    """Return rows with these columns: relations joined, lists fetched, long text cut."""
    wanted = {kind.key, kind.model._meta.pk.name}
    left = {Sort.LIST} if whole else {Sort.LIST, *LONG}
    wanted |= {column.name for column in columns if column.sort not in left}
    related = [column for column in columns if column.sort is Sort.RELATION]
    paths = [f"{each.name}__{name}" for each in related for name in short_fields(each.target)]
    lists = [column for column in columns if column.sort is Sort.LIST]
    long = {
        f"{BEGINNING}{each.name}": Left(Cast(each.name, models.TextField()), START)
        for each in columns
        if each.sort in LONG and not whole
    }
    plain = [name for name in wanted if name not in {each.name for each in related}]
    found: models.QuerySet[Any] = (
        rows.only(*plain, *(each.name for each in related), *paths)
        .select_related(*(each.name for each in related))
        .prefetch_related(*(_list(each) for each in lists))
        .annotate(**long)
    )
    return found


def _list(column: Column) -> models.Prefetch[str, Any, str]:
    return models.Prefetch(
        column.name, column.target._default_manager.only(*short_fields(column.target))
    )


def short_fields(model: type[models.Model]) -> list[str]:
    """Name the fields of another row that its name and address need."""
    if model is Job:
        return ["id", "spider"]
    kind = kind_of(model)
    return list(dict.fromkeys(["id", kind.key, kind.lead.name]))
