"""A million books and three million changes, the same in every database."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

SHELVES = 50
WORDS = 20_000  # of the language: a few are common, most are rare
NOW = datetime(2026, 11, 1, tzinfo=UTC)
BOOK = (
    "id, upc, url, title, price, currency, tax, stock, availability, rating, reviews, description,"
    " image_url, category_id, job_id, first_seen, changed, content_hash"
)
CHANGE = 'id, kind, record_id, key, field, "old", "new", job_id, at'
JOB = (
    "id, jobid, spider, arguments, state, started, heartbeat, ended, finish_reason, exit_code,"
    " pages, items_created, items_updated, items_unchanged, items_rejected, items_duplicate,"
    " errors, stats, version, host, project, origin, priority, given, settings, egg_version,"
    " attempt, signal, error, followed"
)

Row = tuple[Any, ...]


def jobs(number: int = 100) -> Iterator[Row]:
    """Yield a job a day."""
    for n in range(1, number + 1):
        day = NOW - timedelta(days=number - n)
        counts = (1000, 10_000, 30_000, 5, 0, 0, 0)
        ended = (day, day, day, "finished", 0)
        asked = ("default", "shell", 0.0, "{}", "{}", "", 0, "", "", day)
        yield (n, f"{n:032x}", "books", "{}", "finished", *ended, *counts, "{}", "", "", *asked)


def shelves() -> Iterator[Row]:
    """Yield categories."""
    for n in range(1, SHELVES + 1):
        yield (n, "Travel" if n == 1 else f"Shelf {n}")


def books(number: int) -> Iterator[Row]:
    """Yield books; words are as uneven as in a language, one value in forty is not there."""
    chance = random.Random(1)  # noqa: S311 -- the same rows every time
    language = [_word(n) for n in range(WORDS)]
    weights = [1 / (n + 1) for n in range(WORDS)]
    words = chance.choices(language, weights, k=1_000_000)
    for n in range(1, number + 1):
        at = chance.randrange(len(words) - 60)
        first = NOW - timedelta(seconds=chance.randrange(100 * 86_400))
        title = " ".join(words[at : at + 5]).title()
        yield (
            n, f"upc{n:08}", f"https://books.example/{n}.html", title,
            None if n % 40 == 0 else f"{chance.paretovariate(2) * 10:.2f}", "GBP", "0.00",
            chance.randrange(23), "In stock", chance.randint(1, 5), 0,
            " ".join(words[at + 5 : at + 45]), "", chance.randint(1, SHELVES), n % 100 + 1, first,
            first + (NOW - first) * chance.random(), "x" * 32,
        )  # fmt: skip


def changes(number: int, books_: int) -> Iterator[Row]:
    """Yield changes of price and stock, in the order of time."""
    chance = random.Random(2)  # noqa: S311 -- the same rows every time
    for n in range(1, number + 1):
        book = chance.randint(1, books_)
        field = "price" if n % 2 else "stock"
        at = NOW - timedelta(days=100) * (1 - n / number)
        yield (
            n, "catalog.Book", book, f"upc{book:08}", field, str(chance.randint(5, 60)),
            str(chance.randint(5, 60)), n % 100 + 1, at,
        )  # fmt: skip


def _word(number: int) -> str:
    letters = ""
    number += 700  # three letters at least
    while number:
        number, place = divmod(number, 26)
        letters += "etaoinshrdlucmfwypvbgkjqxz"[place]
    return letters


def fill(url: str, books_: int, changes_: int) -> None:
    """Write the rows, and let the database look at them as it does by itself after a while."""
    tables = (
        ("crawls_job", JOB, jobs()),
        ("catalog_category", "id, name", shelves()),
        ("catalog_book", BOOK, books(books_)),
        ("catalog_change", CHANGE, changes(changes_, books_)),
    )
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            for table, columns, rows in tables:
                marks = ", ".join("?" * len(columns.split(",")))
                plain = (tuple(map(_sqlite, row)) for row in rows)
                connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", plain)  # noqa: S608
            connection.commit()
        return
    with closing(psycopg.connect(url, autocommit=True)) as server, server.cursor() as cursor:
        for table, columns, rows in tables:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN".encode()) as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(f"SELECT setval('{table}_id_seq', max(id)) FROM {table}".encode())  # noqa: S608


def _sqlite(value: Any) -> Any:
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value


def settle(url: str) -> None:
    """Let the database count its values, as PostgreSQL does by itself."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.execute("PRAGMA analysis_limit = 1000")
            connection.execute("ANALYZE")
            connection.commit()
        return
    with closing(psycopg.connect(url, autocommit=True)) as server:
        server.execute("VACUUM ANALYZE")
