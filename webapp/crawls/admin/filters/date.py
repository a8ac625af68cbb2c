"""Filters by date: preset spans only."""

from typing import Any

from django.contrib import admin


class DateFilter(admin.DateFieldListFilter):
    """Is called by what it filters, not by the column's short name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "date"
