"""A list of labels with the number of rows that point at each."""

from typing import Any

from django.db import models
from django.http import HttpRequest

from webapp.crawls.admin.changelist import LeanChangeList


class NamedChangeList(LeanChangeList):
    """Counts once for all labels of a page: a subquery for each took PostgreSQL five seconds."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        site: Any = self.model_admin
        labels: list[Any] = list(self.result_list)
        relation: Any = self.model._meta.get_field(site.RELATION)
        # What points is counted where it points from: the row itself, or the table between.
        field = relation.field
        between = field.many_to_many
        table = field.remote_field.through if between else relation.related_model
        name = field.m2m_reverse_field_name() if between else field.name
        rows = table._base_manager.filter(**{f"{name}__in": [label.pk for label in labels]})
        counts = dict(rows.order_by().values_list(name).annotate(models.Count("pk")))
        for label in labels:
            label.row_count = counts.get(label.pk, 0)
        self.result_list = labels
