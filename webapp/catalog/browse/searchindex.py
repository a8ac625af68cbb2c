"""Indexes of words of the kinds: tsvector and GIN on PostgreSQL, FTS5 tables on SQLite.

Written by `migrate` after every migration, not by a migration: a new kind needs none, and SQLite
drops a table's triggers whenever Django makes the table anew to alter a column.
"""

from typing import Any

from django.db import connections, models, transaction

from webapp.catalog.browse.kind import kind_of

MOST = 50_000  # characters of a field that are indexed: PostgreSQL refuses documents of a megabyte
COLUMN = "search_words"  # on PostgreSQL
MARKS = "./:-_@#?=&+~|,;()[]<>"  # PostgreSQL would keep addresses and numbers with them whole
# What a word is made of, as PostgreSQL has it: by itself SQLite would cut हिन्दी at its marks.
CATEGORIES = ("L*", "Mn", "Mc", "Nd", "Nl", "Co")
# Signs that are younger than SQLite's table of letters (Unicode 6.1): it takes what it does not
# know for letters. Currencies, arrows, emoji.
SIGNS = "".join(
    map(chr, (*range(0x20BA, 0x20C1), *range(0x23F4, 0x2400), *range(0x2700, 0x27C0)))
) + "".join(map(chr, (*range(0x2B4D, 0x2C00), *range(0x1F300, 0x1FB00))))
# Letters of which SQLite, PostgreSQL and locales have different small ones.
SAME = {"İ": "i", "Σ": "σ", "ς": "σ", "µ": "μ"}  # noqa: RUF001


def table_of(model: type[models.Model]) -> str:
    """Return the name of a kind's index."""
    return f"{model._meta.db_table}_search"


def document(model: type[models.Model], vendor: str, row: str = "") -> str:
    """Return the SQL of what is indexed of a row; `row` is the name of the row in a trigger."""
    is_postgres = vendor == "postgresql"
    start = "left({}, {})" if is_postgres else "substr({}, 1, {})"
    names = [model._meta.get_field(name).column for name in kind_of(model).searched]  # type: ignore[union-attr]
    columns = [f'{row}."{name}"' if row else f'"{name}"' for name in names]
    text = " || ' ' || ".join(f"coalesce({start.format(each, MOST)}, '')" for each in columns)
    if not is_postgres:
        for letter, same in SAME.items():
            text = f"replace({text}, '{letter}', '{same}')"
        return text
    letters, same = MARKS + "".join(SAME), " " * len(MARKS) + "".join(SAME.values())
    return f"to_tsvector('simple', translate({text}, '{letters}', '{same}'))"


def ensure(model: type[models.Model], using: str = "default") -> bool:
    """Make a kind's index where it is missing or not as the code says; say whether it was made."""
    connection = connections[using]
    if not kind_of(model).searched:
        return False
    make = _postgres if connection.vendor == "postgresql" else _sqlite
    with transaction.atomic(using), connection.cursor() as cursor:
        return make(cursor, model)


def loosen(model: type[models.Model], using: str) -> None:
    """Take PostgreSQL's column of words away: no column that it is made of could be altered."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = _quoted(model._meta.db_table)
            cursor.execute(f"ALTER TABLE IF EXISTS {table} DROP COLUMN IF EXISTS {COLUMN}")


def _postgres(cursor: Any, model: type[models.Model]) -> bool:
    """Make a column of words that PostgreSQL keeps itself; its comment says what it is made of.

    An index of the expression alone would do, but each row that is checked would be cut into words
    again.
    """
    table, what = _quoted(model._meta.db_table), document(model, "postgresql")
    cursor.execute(
        "SELECT col_description(attrelid, attnum) FROM pg_attribute"
        " WHERE attrelid = to_regclass(%s) AND attname = %s AND NOT attisdropped",
        [table, COLUMN],
    )
    if cursor.fetchone() == (what,):
        return False
    cursor.execute(f"ALTER TABLE {table} DROP COLUMN IF EXISTS {COLUMN}")
    cursor.execute(
        f"ALTER TABLE {table} ADD COLUMN {COLUMN} tsvector GENERATED ALWAYS AS ({what}) STORED"
    )
    cursor.execute(f"CREATE INDEX {_quoted(table_of(model))} ON {table} USING gin ({COLUMN})")
    # Literals: this statement takes no parameters.
    said = what.replace("'", "''")
    cursor.execute(f"COMMENT ON COLUMN {table}.{COLUMN} IS '{said}'")
    return True


def _sqlite(cursor: Any, model: type[models.Model]) -> bool:
    """Make an FTS5 table that keeps no text, and the triggers that follow the rows."""
    name, table = table_of(model), model._meta.db_table
    wanted = _triggers(model)
    # As on PostgreSQL accents count.
    letters = " ".join(CATEGORIES)
    cut = f"unicode61 remove_diacritics 0 categories '{letters}' separators '{SIGNS}'"
    options = f"content='', detail=none, tokenize=\"{cut}\""
    create = f"CREATE VIRTUAL TABLE {_quoted(name)} USING fts5(words, {options})"
    cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name IN (%s, %s)", [table, name])
    if {sql for (sql,) in cursor.fetchall()} >= {create, *wanted.values()}:
        return False
    for trigger in wanted:
        cursor.execute(f"DROP TRIGGER IF EXISTS {_quoted(trigger)}")
    cursor.execute(f"DROP TABLE IF EXISTS {_quoted(name)}")
    cursor.execute(create)
    what = document(model, "sqlite")
    cursor.execute(
        f"INSERT INTO {_quoted(name)} (rowid, words) SELECT id, {what} FROM {_quoted(table)}"  # noqa: S608
    )
    for sql in wanted.values():
        cursor.execute(sql)
    return True


def _triggers(model: type[models.Model]) -> dict[str, str]:
    name, table = table_of(model), model._meta.db_table
    index = _quoted(name)
    old, new = (document(model, "sqlite", row) for row in ("old", "new"))
    gone = f"INSERT INTO {index} ({index}, rowid, words) VALUES ('delete', old.id, {old});"  # noqa: S608
    add = f"INSERT INTO {index} (rowid, words) VALUES (new.id, {new});"  # noqa: S608
    differs = f" WHEN {old} IS NOT {new} OR old.id <> new.id"
    triggers = {
        f"{name}_insert": ("INSERT", "", add),
        f"{name}_delete": ("DELETE", "", gone),
        f"{name}_update": ("UPDATE", differs, f"{gone} {add}"),
    }
    return {
        each: f"CREATE TRIGGER {_quoted(each)} AFTER {event} ON {_quoted(table)}{which}"
        f" BEGIN {body} END"
        for each, (event, which, body) in triggers.items()
    }


def _quoted(name: str) -> str:
    return f'"{name}"'
