"""Finding rows by words. Every word must be there; one with a star behind it is a beginning."""

import re
import unicodedata
from typing import Any

from django.db import connections, models
from django.db.models import F, Func
from django.db.models.expressions import RawSQL

from webapp.catalog.browse.counts import MOST
from webapp.catalog.browse.kind import kind_of
from webapp.catalog.browse.searchindex import CATEGORIES, COLUMN, SAME, table_of
from webapp.catalog.models import Named, Record

MOST_WORDS = 10
DENSE = 0.1  # of all rows have the words: those that are shown are soon met


def words_of(text: str) -> list[str]:
    """Return the words of a search: letters, digits and their marks, as the indexes cut them."""
    letters = (c if c == "*" or _is_letter(c) else " " for c in text.translate(_SAME))
    return re.findall(r"[^\s*]+\*?", "".join(letters))[:MOST_WORDS]


def _is_letter(character: str) -> bool:
    category = unicodedata.category(character)
    return category in CATEGORIES or f"{category[0]}*" in CATEGORIES


_SAME = str.maketrans(SAME)


def _spelled(word: str) -> list[str]:
    """Return a word as pages may spell it: "é" is one character, or "e" and an accent."""
    return sorted({unicodedata.normalize(form, word) for form in ("NFC", "NFD")})


class _HasWords(Func):
    """Asks one row whether it has words: `{table}` is what the query calls the row's table."""

    output_field = models.BooleanField()

    def __init__(self, asked: str, words: str) -> None:
        super().__init__(F("pk"))
        self.asked, self.words = asked, words

    def as_sql(self, compiler: Any, *context: Any, **more: Any) -> tuple[str, Any]:
        column, _ = compiler.compile(self.source_expressions[0])
        return self.asked.format(table=column.rpartition(".")[0]), (self.words,)


def find(
    rows: models.QuerySet[Any], text: str, *, most: int | None = None
) -> models.QuerySet[Any]:
    """Choose rows that have all words of a text; `most`: so many are enough.

    Rows of a kind without words of its own are found by what they point at.
    """
    model: Any = rows.model
    if not kind_of(model).searched:
        return rows.filter(_points_at(model, text))
    if connections[rows.db].vendor == "postgresql":
        asked = f"({{table}}.{COLUMN} @@ to_tsquery('simple', %s))"
        return rows.filter(_HasWords(asked, _postgres(text)))
    table = table_of(rows.model)
    sql = f'SELECT rowid FROM "{table}" WHERE "{table}" MATCH %s'  # noqa: S608 -- as below
    if most is not None:
        sql += f" LIMIT {most}"
    # The names are the code's own, the words a parameter.
    return rows.filter(pk__in=RawSQL(sql, [_sqlite(text)]))  # noqa: S611


def _points_at(model: type[models.Model], text: str) -> models.Q:
    chosen = models.Q(pk__in=[])
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(target, type) and issubclass(target, Record | Named):
            chosen |= models.Q(**{f"{field.name}__in": find(target._base_manager.all(), text)})
    return chosen


def find_along(rows: models.QuerySet[Any], text: str) -> models.QuerySet[Any]:
    """Choose rows that have all words, of rows that are read in an order until enough are met.

    SQLite gathers all rows that have the words first. If they are many, asking for each row that
    is met whether it has them is quicker by far.
    """
    model: Any = rows.model
    is_indexed = connections[rows.db].vendor == "sqlite" and bool(kind_of(model).searched)
    if not is_indexed or "*" in text or not _is_dense(model, text):
        return find(rows, text)
    table = table_of(model)
    own = '{table}."id"'
    asked = f'EXISTS (SELECT 1 FROM "{table}" WHERE "{table}" MATCH %s AND rowid = {own})'  # noqa: S608
    return rows.filter(_HasWords(asked, _sqlite(text)))


def _is_dense(model: type[models.Model], text: str) -> bool:
    """Guess from the first rows that have the words how many of all have them."""
    table = table_of(model)
    sql = f'SELECT rowid FROM "{table}" WHERE "{table}" MATCH %s LIMIT {MOST}'  # noqa: S608
    with connections[model._default_manager.db].cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*), MAX(rowid) FROM ({sql})", [_sqlite(text)])  # noqa: S608
        number, last = cursor.fetchone()
    return bool(number) and number > last * DENSE


def _sqlite(text: str) -> str:
    return _all_of(text, " AND ", " OR ", '"{}"{}', "*")


def _postgres(text: str) -> str:
    return _all_of(text, " & ", " | ", "'{}'{}", ":*")


def _all_of(text: str, both: str, either: str, form: str, beginning: str) -> str:
    """Write a search in a database's language."""
    words = [(word.rstrip("*"), beginning * word.endswith("*")) for word in words_of(text)]
    return both.join(
        f"({either.join(form.format(each, star) for each in _spelled(word))})"
        for word, star in words
    )
