"""A list of labels with the number of rows that point at each."""

from typing import Any

from django.http import HttpRequest

from webapp.catalog.browse.counts import counts
from webapp.crawls.admin.changelist import LeanChangeList


class NamedChangeList(LeanChangeList):
    """Counts for all labels of a page at once, up to 10,000 rows of each."""

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
        found = counts([table._base_manager.filter(**{name: label.pk}) for label in labels])
        for label, count in zip(labels, found, strict=True):
            label.row_count = count
        self.result_list = labels
