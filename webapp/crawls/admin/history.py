"""Rows that tell what happened."""

from typing import Any, TypeVar

from django.db import models
from django.http import HttpRequest

from webapp.crawls.admin.bigtable import BigTableAdmin

Row = TypeVar("Row", bound=models.Model)


class HistoryAdmin(BigTableAdmin[Row]):
    """Nobody writes history by hand; who has the permission may delete it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
