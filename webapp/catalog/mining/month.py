"""The month of a moment, as the database tells it."""

from typing import Any

from django.db.models import DateField, Func


class Month(Func):
    """The first day of a moment's month, in UTC, without a Python function for each row."""

    output_field = DateField()
    template = "CAST(DATE_TRUNC('month', %(expressions)s AT TIME ZONE 'UTC') AS date)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps moments as text that begins with the month."""
        template = "(SUBSTR(%(expressions)s, 1, 7) || '-01')"
        return self.as_sql(compiler, connection, template=template, **context)
