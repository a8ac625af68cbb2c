"""What follows for one moment of the house from what is asked of the other.

No row has changed before it was first seen. Who looks for new rows in the order of their changes
would read all that changed before them.
"""

from collections.abc import Iterable
from datetime import timedelta
from itertools import chain
from typing import Any

from django.db.models import Q

from webapp.catalog.browse.column import Column
from webapp.catalog.browse.filter import Filter

DAY = timedelta(days=1)  # left for clocks that disagree


def implied(filters: Iterable[Filter], column: Column) -> Q:
    """Return what the filters say of the column that rows are sorted by."""
    found = Q()
    for condition in chain.from_iterable(each.conditions() for each in filters):
        conditions: dict[str, Any] = dict(condition.children)  # type: ignore[arg-type]
        if column.name == "changed" and "first_seen__gte" in conditions:
            found &= Q(changed__gte=conditions["first_seen__gte"] - DAY)
        if column.name == "first_seen" and "changed__lt" in conditions:
            found &= Q(first_seen__lt=conditions["changed__lt"] + DAY)
    return found
