"""What keeps a list of a million rows quick and readable."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from webapp.crawls.admin.changelist import LeanChangeList
from webapp.crawls.admin.paginator import CappedPaginator

Row = TypeVar("Row", bound=models.Model)


class BigTableAdmin(admin.ModelAdmin[Row]):
    """Settings that were measured; a `date_hierarchy` costs seconds and is never set."""

    list_per_page = 50
    paginator = CappedPaginator
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[LeanChangeList]:
        return LeanChangeList
