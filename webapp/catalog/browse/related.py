"""Rows in the order of what they name: a related row after the other, and no more than are needed.

PostgreSQL would join all rows that fit before it sorts the first fifty.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.expressions import RawSQL

from webapp.catalog.browse.column import Column

NAMED = "named"  # what the statement calls the related table


def numbers_along(
    rows: models.QuerySet[Any], column: Column, after: Any, wanted: int, *, descending: bool
) -> list[int]:
    """Return the numbers of rows in the order of a relation's key, of keys behind `after`."""
    connection = connections[rows.db]
    quote = connection.ops.quote_name
    target = column.target._meta
    own = RawSQL(f"{NAMED}.{quote(target.pk.column)}", [])  # noqa: S611 -- names of our own
    sign, beyond, way = ("-", "<", "DESC") if descending else ("", ">", "ASC")
    each = rows.filter(**{column.field.attname: own}).order_by(f"{sign}pk").values("pk")[:wanted]
    try:
        sql, params = each.query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:
        return []
    key = f"{NAMED}.{quote(column.value_field.column)}"
    given = list(params)
    where = ""
    if after is not None:
        where = f"WHERE {key} {beyond} %s"
        given.append(column.value_field.get_db_prep_value(after, connection))
    statement = f"""
        SELECT found.pk FROM {quote(target.db_table)} AS {NAMED}
        CROSS JOIN LATERAL ({sql}) AS found(pk) {where}
        ORDER BY {key} {way}, found.pk {way} LIMIT {wanted}"""  # noqa: S608 -- Django's own SQL
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [number for (number,) in cursor.fetchall()]
