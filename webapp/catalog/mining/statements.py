"""Rows travel to the database as one value of JSON: a statement is one however many they are."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections

Row = tuple[Any, ...]


def delete(model: Any, rows: list[Row]) -> None:
    """Delete the rows with these numbers."""
    if rows:
        source, given = _source([model._meta.pk], rows)
        _execute(f"DELETE FROM {_table(model)} WHERE id IN (SELECT c0 FROM {source} x)", [given])  # noqa: S608 -- names of our own


def update(model: Any, fields: list[Any], rows: list[Row], more: dict[str, Any]) -> None:
    """Write columns of rows that begin with their number; `more` is the same for all."""
    if rows:
        source, given = _source([model._meta.pk, *fields], rows)
        said = [f"{field.column} = c{n}" for n, field in enumerate(fields, 1)]
        said += [f"{name} = %s" for name in more]
        statement = f"UPDATE {_table(model)} SET {', '.join(said)} FROM {source} x WHERE id = c0"  # noqa: S608 -- names of our own
        _execute(statement, [*_fit(model, more), given])


def insert(model: Any, fields: list[Any], rows: list[Row], more: dict[str, Any]) -> None:
    """Add rows; `more` is the same for all."""
    if rows:
        source, given = _source(fields, rows)
        names = ", ".join([*(field.column for field in fields), *more])
        said = ", ".join([*(f"c{n}" for n in range(len(fields))), *["%s"] * len(more)])
        statement = f"INSERT INTO {_table(model)} ({names}) SELECT {said} FROM {source} x"  # noqa: S608 -- names of our own
        _execute(statement, [*_fit(model, more), given])


def _source(fields: Sequence[Any], rows: list[Row]) -> tuple[str, str]:
    """Return rows as a table with the columns c0, c1, …, and the value that it takes."""
    database = connections[DEFAULT_DB_ALIAS]  # each use of `connection` looks it up
    fit = [field.get_db_prep_save for field in fields]
    texts = [
        [
            value if type(value) is int else each(value, database)
            for each, value in zip(fit, row, strict=True)
        ]
        for row in rows
    ]
    given = json.dumps(texts, default=str)
    if connection.vendor == "sqlite":
        cells = [f"json_extract(value, '$[{n}]') AS c{n}" for n in range(len(fields))]
        return f"(SELECT {', '.join(cells)} FROM json_each(%s))", given  # noqa: S608 -- as above
    cells = [
        f"CAST(value ->> {n} AS {field.db_type(connection)}) AS c{n}"
        for n, field in enumerate(fields)
    ]
    return f"(SELECT {', '.join(cells)} FROM jsonb_array_elements(%s::jsonb))", given  # noqa: S608 -- as above


def _fit(model: Any, values: dict[str, Any]) -> list[Any]:
    """Return values as the database takes them."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return [fields[name].get_db_prep_save(value, connection) for name, value in values.items()]


def _table(model: Any) -> str:
    return str(model._meta.db_table)


def _execute(statement: str, given: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
