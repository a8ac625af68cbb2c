"""One number against another."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count

from webapp.charts.answer import Answer
from webapp.charts.queries.distribution import ends
from webapp.charts.queries.scale import Scale, within

BINS = 20
Units = tuple[Decimal | None, Decimal | None]
Rows = models.QuerySet[Any]


def against(
    x: str, y: str, *, whole: tuple[bool, bool], units: Units = (None, None)
) -> Callable[[Rows], Answer]:
    """Count rows in the squares of a grid of two numbers; `units` are their least steps."""
    columns = (f"{x} from", f"{x} to", f"{y} from", f"{y} to", "rows")

    def read(rows: Rows) -> Answer:
        both = rows.filter(**{f"{x}__isnull": False, f"{y}__isnull": False})
        missing = rows.count() - both.count()
        notes = [f"{missing:,} rows without {x} or {y} are not counted."] if missing else []
        if not both.exists():
            return Answer(columns, [], notes)
        across, up = (
            Scale.over(*ends(both, name), BINS, whole=each)
            for name, each in zip((x, y), whole, strict=True)
        )
        found = both.order_by().annotate(a=across.bin_of(x), b=up.bin_of(y)).values("a", "b")
        counted = found.annotate(count=Count("pk")).order_by("a", "b")
        squares = [
            (across.edge(a), across.edge(a + 1), up.edge(b), up.edge(b + 1), count)
            for a, b, count in counted.values_list("a", "b", "count")
        ]
        sides = ((within(x, *s[:2], units[0]), within(y, *s[2:4], units[1])) for s in squares)
        counted = [across and up and across + up for across, up in sides]
        return Answer(columns, squares, notes, counted)

    return read
