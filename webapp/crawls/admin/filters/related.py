"""Filters by a row of another table."""

from typing import Any, ClassVar

from django.contrib import admin

from webapp.crawls.admin.text import short


class RelatedFilter(admin.RelatedFieldListFilter):
    """Offers the other table's rows while they are few, and always the one that is chosen."""

    MOST: ClassVar[int] = 50

    def field_choices(self, field: Any, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        others = field.remote_field.model._default_manager
        found = list(others.all()[: self.MOST + 1]) if self.MOST else []
        if len(found) > self.MOST or not found:
            chosen = [value for value in self.lookup_val or () if value.isdecimal()]
            found = list(others.filter(pk=chosen[-1])) if chosen else []
        return [(str(row.pk), short(str(row), 40)) for row in found]

    def has_output(self) -> bool:
        return bool(self.lookup_choices)


class JobFilter(RelatedFilter):
    """Shows the job that a link from it has chosen."""

    MOST = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "job"

    @property
    def include_empty_choice(self) -> bool:
        return False
