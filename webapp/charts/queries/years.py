"""How dates are spread over the years."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import models
from django.db.models import F, Func, IntegerField

from webapp.charts.answer import Answer
from webapp.charts.queries.distribution import distribution

LAST = 9998  # year that a view can be asked for
Rows = models.QuerySet[Any]


class Year(Func):
    """The year of a date, without a Python function for each row."""

    output_field = IntegerField()
    template = "CAST(EXTRACT(YEAR FROM %(expressions)s) AS integer)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps dates as text that begins with the year."""
        template = "CAST(SUBSTR(%(expressions)s, 1, 4) AS integer)"
        return self.as_sql(compiler, connection, template=template, **context)


def years(name: str) -> Callable[[Rows], Answer]:
    """Count a date's values by year, or by as many years as keep the ranges few."""
    count = distribution("year", whole=True)

    def read(rows: Rows) -> Answer:
        answer = count(rows.annotate(year=Year(F(name))))
        last = len(answer.rows) - 1
        counted = [
            _years(name, int(first), int(end) - (place < last))
            for place, (first, end, _) in enumerate(answer.rows)
        ]
        return replace(answer, counted=counted)

    return read


def _years(name: str, first: int, last: int) -> Any:
    """Return the parameters of a view of some years, but for years that it cannot be asked for."""
    if first < 1 or last > LAST:
        return None
    return ((f"{name}__gte", f"{first:04}-01-01"), (f"{name}__lte", f"{last:04}-12-31"))
