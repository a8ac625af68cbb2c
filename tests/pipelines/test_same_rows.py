"""SQLite and PostgreSQL hold the same rows, whatever the page said."""

from decimal import Decimal

import pytest
from django.forms.models import model_to_dict

from crawlers.items import AuthorItem, BookItem, PageItem, QuoteItem
from pipelines.bisect import BisectingStore
from pipelines.ledger.unit import Unit
from pipelines.patience import Patience
from pipelines.upsert import Store
from pipelines.validation import Row, read_item
from webapp.catalog.models import Author, Book, Category, Page, Quote, Tag
from webapp.crawls.models import Job, Rejection


def book(number, **said):
    said = {"title": f"Book {number}", "category": "Travel"} | said
    return BookItem(url=f"http://x.example/{number}", upc=f"upc-{number}", **said)


NASTY = [
    book(1, title="NUL \0 here", description="lone \ud800, pair \ud83d\ude00"),
    book(2, price=Decimal("1e400"), tax=Decimal("NaN")),
    book(3, price=Decimal(-3), currency="EURO"),
    book(4, title="x" * 501),
    book(5, price=Decimal("0.10"), stock=2**40, rating=6, category="c" * 201),
    book(6, price="1.234,56 €", reviews="1e3", description="é" * 5000),
    book(7, category=""),
    book(7, category=None, title="Again"),
    PageItem(url="http://x.example/p", status=200, depth=0, links=["a\0b"], title="T\0"),
    QuoteItem(url="http://q.example", text="q\0", author="A\ud800", tags=["x", "x", "", "y\0"]),
    AuthorItem(url="u" * 2001, name="B", born_date="long ago"),
]


def dump():
    rows = []
    for model in (Book, Page, Quote, Author, Tag, Category):
        for each in model.objects.all():
            values = model_to_dict(each, exclude=["id"]) | {"kind": model.__name__}
            values["tags"] = sorted(tag.name for tag in values.get("tags", []))
            for name in ("category", "author"):
                values[name] = str(getattr(each, name, ""))
            rows.append(str(sorted(values.items(), key=str)))
    refused = Rejection.objects.values_list("kind", "field", "reason", "raw", "item_stored", "url")
    return sorted(rows), sorted(map(str, refused))


@pytest.mark.postgres
def test_sqlite_and_postgres_hold_the_same_rows(request):
    dumps = []
    for fixture in ("sqlite_database", "postgres_database"):
        request.getfixturevalue(fixture)
        store = BisectingStore(Store(Job.objects.create(spider="test").pk), Patience(1))
        (committed,) = store.store([Unit([read_item(item) for item in NASTY])])
        dumps.append((dump(), [outcome for outcome, _ in committed.results]))
    assert dumps[0] == dumps[1]
    assert all("the database refused it" not in reason for reason in dumps[0][0][1])
    rows = [read_item(item) for item in NASTY]
    assert sum(isinstance(row, Row) for row in rows) == 10
