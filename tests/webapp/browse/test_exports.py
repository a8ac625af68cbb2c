"""A view as a file: the same rows, typed, and nothing that a program runs."""

import csv
import io
import json
import re
import threading
import zipfile
from decimal import Decimal
from urllib.parse import quote

import pyarrow.parquet as pq
import pytest
from django.db import connection

from tests.webapp.rows import fill
from webapp.catalog.models import Book, Page, Quote

QUERY = "?price__gte=3&sort=-price&column=title&column=price&column=category&column=rating"
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "＝1")  # noqa: RUF001


def body(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return b"".join(response.streaming_content)


def sheet(data):
    """Return the cells of a workbook's first sheet: (type, value)."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        xml = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    cells = re.findall(r'<c r="([A-Z]+)(\d+)"(?: s="\d+")?(?: t="(\w+)")?>(.*?)</c>', xml)
    return {
        (column, int(row)): (kind, re.sub("<[^>]+>", "", text))
        for column, row, kind, text in cells
    }


def test_every_format_has_the_rows_of_the_view_in_its_order(reader, shelf):
    rows = Book.objects.filter(price__gte=3).order_by("-price", "-pk").select_related("category")
    wanted = [(b.title, b.price, b.category.name if b.category else None, b.rating) for b in rows]
    assert len(wanted) > 20
    lines = list(csv.reader(io.StringIO(body(reader, f"/books.csv{QUERY}").decode(), newline="")))
    assert lines[0] == ["title", "price", "category", "rating"]
    assert lines[1:] == [["" if v is None else str(v) for v in row] for row in wanted]
    objects = json.loads(body(reader, f"/books.json{QUERY}"))
    assert [
        (
            o["title"],
            Decimal(str(o["price"])),
            o["category"] and o["category"]["name"],
            o["rating"],
        )
        for o in objects
    ] == wanted
    assert [
        json.loads(line) for line in body(reader, f"/books.ndjson{QUERY}").splitlines()
    ] == objects
    table = pq.read_table(io.BytesIO(body(reader, f"/books.parquet{QUERY}")))
    assert list(zip(*table.to_pydict().values(), strict=True)) == wanted
    cells = sheet(body(reader, f"/books.xlsx{QUERY}"))
    assert [cells["A", n + 2][1] for n in range(len(wanted))] == [row[0] for row in wanted]
    assert [Decimal(cells["B", n + 2][1]) for n in range(len(wanted))] == [r[1] for r in wanted]
    assert ("A", len(wanted) + 2) not in cells


@pytest.mark.parametrize("ending", ["csv", "json", "ndjson", "parquet", "xlsx"])
def test_all_rows_are_exported_whatever_page_is_shown(reader, shelf, ending):
    query = "?sort=price&after=[5.25,20]&category="
    data = body(reader, f"/books.{ending}{query}")
    count = {
        "csv": lambda: len(data.splitlines()) - 1,
        "json": lambda: len(json.loads(data)),
        "ndjson": lambda: len(data.splitlines()),
        "parquet": lambda: pq.read_table(io.BytesIO(data)).num_rows,
        "xlsx": lambda: max(row for _, row in sheet(data)) - 1,
    }[ending]()
    assert count == len(shelf)
    assert body(reader, f"/books.{ending}?q=nothing") is not None


def test_text_is_never_a_formula_and_numbers_stay_numbers(database, reader):
    for n, text in enumerate(FORMULAS):
        Book.objects.create(upc=f"u{n}", url="u", title=text, price=Decimal("-5.50"))
    query = "?column=title&column=price&sort=upc"
    lines = list(csv.reader(io.StringIO(body(reader, f"/books.csv{query}").decode(), newline="")))
    assert [line[0] for line in lines[1:]] == [f"'{text}" for text in FORMULAS]
    assert {line[1] for line in lines[1:]} == {"-5.50"}
    cells = sheet(body(reader, f"/books.xlsx{query}"))
    assert {cells["A", n + 2][0] for n in range(len(FORMULAS))} == {"inlineStr"}
    assert {cells["B", n + 2] for n in range(len(FORMULAS))} == {("", "-5.50")}
    objects = json.loads(body(reader, f"/books.json{query}"))
    assert [o["title"] for o in objects] == list(FORMULAS)


def test_json_is_strict_and_nests_relations(database, reader):
    fill(1)
    Page.objects.update(links=["a", {"b": [1, None]}])
    text = body(reader, "/pages.json?column=links&column=text")
    (page,) = json.loads(text, parse_constant=pytest.fail)
    assert page == {"links": ["a", {"b": [1, None]}], "text": "text0"}
    (found,) = json.loads(body(reader, "/quotes.json?column=author&column=tags&column=job"))
    job = Quote.objects.get().job
    assert found == {
        "author": {"name": "text0", "page": "/authors/text0/"},
        "tags": [{"name": "text0", "page": "/tags/text0/"}],
        "job": {"id": job.pk, "spider": "text0", "page": f"/jobs/{job.pk}/"},
    }
    (line,) = list(csv.reader(body(reader, "/quotes.csv?column=tags").decode().splitlines()))[1:]
    assert line == ["text0"]


def test_export_is_of_one_moment_and_keeps_nobody_from_writing(own_shelf, reader):
    response = reader.get("/books.ndjson?sort=price")
    pieces = iter(response.streaming_content)
    first = next(pieces)
    writer = threading.Thread(target=_raise_prices)
    writer.start()
    writer.join(10)
    assert not writer.is_alive()
    lines = b"".join([first, *pieces]).splitlines()
    assert len({json.loads(line)["title"] for line in lines}) == len(lines) == len(own_shelf)
    assert Book.objects.filter(price=99).count() == len(own_shelf)


def _raise_prices():
    Book.objects.update(price=99)
    connection.close()


def test_files_are_named_and_unknown_formats_are_not_found(reader, shelf):
    response = reader.get("/books.csv")
    assert re.fullmatch(
        r'attachment; filename="books-\d{4}-\d\d-\d\d\.csv"', response["Content-Disposition"]
    )
    response.close()
    assert reader.get("/books.exe").status_code == 404
    assert reader.get("/nothing.csv").status_code == 404
    assert reader.post("/books.csv").status_code == 405
    assert reader.get(f"/books.{quote('../x')}").status_code == 404
