"""How dates are spread over the years."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import F, Func, IntegerField

from webapp.charts.answer import Answer
from webapp.charts.queries.distribution import distribution

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
    read = distribution("year", whole=True)
    return lambda rows: read(rows.annotate(year=Year(F(name))))
