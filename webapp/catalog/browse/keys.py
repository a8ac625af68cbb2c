"""The rows of a view inside another question."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models.expressions import RawSQL


def keys_of(rows: models.QuerySet[Any]) -> RawSQL:
    """Return the primary keys of rows as a subquery that stands for itself.

    Django would give its tables other names in there, which the search for words does not know.
    """
    chosen = rows if rows.query.is_sliced else rows.order_by()
    try:
        sql, params = chosen.values("pk").query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:
        sql, params = "SELECT 0 WHERE 1 = 0", ()
    return RawSQL(sql, params)  # noqa: S611 -- Django's own SQL, values apart
