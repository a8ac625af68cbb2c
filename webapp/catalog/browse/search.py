"""Finding rows by words. Every word must be there, or begin one that is."""

import re
from typing import Any

from django.db import connections, models
from django.db.models.expressions import RawSQL

from webapp.catalog.browse.searchindex import document, table_of

MOST_WORDS = 10


def words_of(text: str) -> list[str]:
    """Return the words of a search: letters and digits, as the indexes cut them."""
    return re.findall(r"[^\W_]+", text)[:MOST_WORDS]


def find(rows: models.QuerySet[Any], text: str) -> models.QuerySet[Any]:
    """Choose rows that have words beginning with each word of a text."""
    words = words_of(text)
    model = rows.model
    if connections[rows.db].vendor == "postgresql":
        query = " & ".join(f"'{word}':*" for word in words)
        sql = f"({document(model, 'postgresql')} @@ to_tsquery('simple', %s))"
        condition = RawSQL(sql, [query], output_field=models.BooleanField())  # noqa: S611 -- as below
        return rows.filter(condition)
    query = " ".join(f'"{word}"*' for word in words)
    sql = f'SELECT rowid FROM "{table_of(model)}" WHERE "{table_of(model)}" MATCH %s'  # noqa: S608
    # The names are the code's own, the words a parameter.
    return rows.filter(pk__in=RawSQL(sql, [query]))  # noqa: S611
