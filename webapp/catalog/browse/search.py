"""Finding rows by words. Every word must be there; one with a star behind it is a beginning."""

import re
from typing import Any

from django.db import connections, models
from django.db.models.expressions import RawSQL

from webapp.catalog.browse.counts import MOST
from webapp.catalog.browse.searchindex import COLUMN, table_of

MOST_WORDS = 10
DENSE = 0.1  # of all rows have the words: those that are shown are soon met


def words_of(text: str) -> list[str]:
    """Return the words of a search: letters and digits, as the indexes cut them."""
    return re.findall(r"[^\W_]+\*?", text)[:MOST_WORDS]


def find(
    rows: models.QuerySet[Any], text: str, *, most: int | None = None
) -> models.QuerySet[Any]:
    """Choose rows that have all words of a text; `most`: so many are enough."""
    table = table_of(rows.model)
    if connections[rows.db].vendor == "postgresql":
        query = " & ".join(_postgres(word) for word in words_of(text))
        sql = f'("{rows.model._meta.db_table}"."{COLUMN}" @@ to_tsquery(\'simple\', %s))'
        has_words = RawSQL(sql, [query], output_field=models.BooleanField())  # noqa: S611 -- as below
        return rows.filter(has_words)
    sql = f'SELECT rowid FROM "{table}" WHERE "{table}" MATCH %s'  # noqa: S608 -- as below
    if most is not None:
        sql += f" LIMIT {most}"
    # The names are the code's own, the words a parameter.
    return rows.filter(pk__in=RawSQL(sql, [_sqlite(text)]))  # noqa: S611


def find_along(rows: models.QuerySet[Any], text: str) -> models.QuerySet[Any]:
    """Choose rows that have all words, of rows that are read in an order until enough are met.

    SQLite gathers all rows that have the words first. If they are many, asking for each row that
    is met whether it has them is quicker by far.
    """
    model = rows.model
    if connections[rows.db].vendor == "postgresql" or "*" in text or not _is_dense(model, text):
        return find(rows, text)
    table, own = table_of(model), model._meta.db_table
    sql = f'EXISTS (SELECT 1 FROM "{table}" WHERE "{table}" MATCH %s AND rowid = "{own}"."id")'  # noqa: S608
    has_words = RawSQL(sql, [_sqlite(text)], output_field=models.BooleanField())  # noqa: S611
    return rows.filter(has_words)


def _is_dense(model: type[models.Model], text: str) -> bool:
    """Guess from the first rows that have the words how many of all have them."""
    table = table_of(model)
    sql = f'SELECT rowid FROM "{table}" WHERE "{table}" MATCH %s LIMIT {MOST}'  # noqa: S608
    with connections[model._default_manager.db].cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*), MAX(rowid) FROM ({sql})", [_sqlite(text)])  # noqa: S608
        number, last = cursor.fetchone()
    return bool(number) and number > last * DENSE


def _sqlite(text: str) -> str:
    return " ".join(f'"{word.rstrip("*")}"{"*" * word.endswith("*")}' for word in words_of(text))


def _postgres(word: str) -> str:
    return f"'{word.rstrip('*')}'{':*' if word.endswith('*') else ''}"
