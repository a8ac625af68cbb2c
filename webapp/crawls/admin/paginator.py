"""Pages of a list of any length: 10,000 rows are counted, more are "10,000+"."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import F, OrderBy
from django.utils.functional import cached_property

from webapp.crawls.steering import along, unindexed

MOST = 10_000


class AtLeast(int):
    """A number that is shown with a plus."""

    def __str__(self) -> str:
        return f"{int(self):,}+"


class CappedPaginator(Paginator[Any]):
    """Counts no further than it pages; who looks for what is further down has filters."""

    object_list: models.QuerySet[Any]

    @cached_property
    def count(self) -> int:
        number = self.object_list.order_by()[: MOST + 1].count()
        return number if number <= MOST else AtLeast(MOST)

    def page(self, number: Any) -> Page[Any]:
        """Read a page: many rows along their order, few found first and then sorted."""
        order = [_parsed(each) for each in self.object_list.query.order_by]
        if order and all(order):
            name, descending = order[0] or ("pk", False)
            if isinstance(self.count, AtLeast):
                self.object_list = along(self.object_list, name)
            else:
                by = OrderBy(unindexed(name), descending=descending)
                self.object_list = self.object_list.order_by(
                    by, *self.object_list.query.order_by[1:]
                )
        return super().page(number)


def _parsed(each: Any) -> tuple[str, bool] | None:
    """Return the column and direction of a part of an order."""
    if isinstance(each, str):
        return each.removeprefix("-"), each.startswith("-")
    if isinstance(each, OrderBy) and isinstance(each.expression, F):
        return str(vars(each.expression)["name"]), each.descending
    return None
