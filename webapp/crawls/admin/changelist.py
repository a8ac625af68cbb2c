"""A list that reads only what it shows."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest


class LeanChangeList(ChangeList):
    """Leaves long columns in the database: fifty pages of a megabyte each are not a list.

    Long are text and JSON columns that the admin class names neither in `list_display` nor in
    `list_reads`.
    """

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: Any = None
    ) -> models.QuerySet[Any]:
        rows = super().get_queryset(request, exclude_parameters)
        shown = {*self.model_admin.list_display, *getattr(self.model_admin, "list_reads", ())}
        long = (models.TextField, models.JSONField)
        return rows.defer(
            *(
                field.name
                for field in self.model._meta.concrete_fields
                if isinstance(field, long) and field.name not in shown
            )
        )

    def _get_deterministic_ordering(self, ordering: Any) -> list[Any]:
        """Let the number decide between equals, in the direction of the order: one index has both.

        Django's own always appends it descending, behind the list's own order.
        """
        asked = [each for each in self.params.get("o", "").split(".") if each]
        if asked:
            ordering = ordering[: len(asked)]
        found: list[Any] = super()._get_deterministic_ordering(ordering)  # type: ignore[misc]
        if len(found) > 1 and found[-1] == "-pk":
            last = found[-2]
            descending = last.startswith("-") if isinstance(last, str) else last.descending
            found[-1] = "-pk" if descending else "pk"
        return found
