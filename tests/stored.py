"""What a database holds, asked past Django."""

import contextlib
import sqlite3

import psycopg


def stored(database):
    """Return the natural keys of all stored books, asked past Django."""
    query = "SELECT upc FROM catalog_book"
    if database.is_sqlite:
        with contextlib.closing(sqlite3.connect(database.path, timeout=20)) as link:
            return {row[0] for row in link.execute(query)}
    with psycopg.connect(database.url) as link:
        return {row[0] for row in link.execute(query)}
