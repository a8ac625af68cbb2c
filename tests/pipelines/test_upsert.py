"""Batches into tables, on both databases."""

import json
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crawlers.items import AuthorItem, BookItem, PageItem, QuoteItem
from pipelines.bisect import BisectingStore
from pipelines.ledger.unit import Unit
from pipelines.patience import Patience
from pipelines.upsert import Outcome, Store
from pipelines.validation import Refusal, read_item
from webapp.catalog.models import Author, Book, Category, Change, Page, Quote, Tag
from webapp.crawls.models import Job, Rejection


def book(number, **said):
    said = {"title": f"Book {number}", "category": "Travel"} | said
    return BookItem(url=f"http://x.example/{number}", upc=f"upc-{number}", **said)


@pytest.fixture
def store(database):
    return Store(Job.objects.create(spider="test").pk)


def write(store, items):
    return store.write([read_item(item) for item in items])


def outcomes(store, items):
    return [str(outcome) for outcome in write(store, items)]


def test_rows_are_created_then_left_alone_then_updated(store):
    items = [book(1, price=Decimal(5)), book(2)]
    assert outcomes(store, items) == ["created", "created"]
    assert outcomes(store, items) == ["unchanged", "unchanged"]
    assert outcomes(store, [replace(items[0], price=None), items[1]]) == ["updated", "unchanged"]
    change = Change.objects.get()
    assert (change.field, change.old, change.new) == ("price", "5.00", None)


def test_last_of_one_key_in_a_batch_wins(store):
    assert outcomes(store, [book(1, title="First"), book(1, title="Last")]) == [
        "duplicate",
        "created",
    ]
    assert Book.objects.get().title == "Last"


def test_changes_name_each_field_with_old_and_new(store):
    write(store, [book(1, stock=3, description="old", category="Travel")])
    write(store, [book(1, stock=4, description="new", category="Poetry")])
    found = {change.field: (change.old, change.new) for change in Change.objects.all()}
    assert found == {
        "stock": ("3", "4"),
        "description": ("old", "new"),
        "category": ("Travel", "Poetry"),
    }


def test_lists_are_made_what_the_page_said(store):
    quote = QuoteItem(url="http://q.example", text="So.", author="A", tags=["b", "a", "b"])
    assert outcomes(store, [quote]) == ["created"]
    links = set(Quote.tags.through.objects.values_list("pk", flat=True))
    assert outcomes(store, [replace(quote, tags=["a", "b"])]) == ["unchanged"]
    assert outcomes(store, [replace(quote, tags=["a", "c"])]) == ["updated"]
    assert sorted(tag.name for tag in Quote.objects.get().tags.all()) == ["a", "c"]
    assert len(links & set(Quote.tags.through.objects.values_list("pk", flat=True))) == 1
    assert (Change.objects.get().old, Change.objects.get().new) == ('["a", "b"]', '["a", "c"]')
    assert Tag.objects.count() == 3


def test_what_is_named_first_and_read_later_is_created_once(store):
    quote = QuoteItem(url="http://q.example", text="So.", author="Ann")
    author = AuthorItem(url="http://q.example/ann", name="Ann", born_date=date(1900, 1, 2))
    assert outcomes(store, [quote]) == ["created"]
    assert outcomes(store, [author]) == ["created"]
    assert outcomes(store, [author, quote]) == ["unchanged", "unchanged"]
    assert Author.objects.get().born_date == date(1900, 1, 2)
    assert not Change.objects.exists()


def test_depth_alone_is_no_change(store):
    page = PageItem(url="http://x.example/", status=200, depth=3, links=["http://x.example/a"])
    assert outcomes(store, [page]) == ["created"]
    assert outcomes(store, [replace(page, depth=2)]) == ["unchanged"]
    assert Page.objects.get().depth == 3


def test_field_that_cannot_be_read_is_null_and_a_rejection(store):
    assert outcomes(store, [book(1, price="Free", stock=2)]) == ["created"]
    stored = Book.objects.get()
    assert (stored.price, stored.stock) == (None, 2)
    rejection = Rejection.objects.get()
    assert (rejection.field, rejection.item_stored) == ("price", True)
    assert json.loads(rejection.raw) == {"price": "Free"}


@dataclass
class Stranger:
    model: ClassVar[str] = "crawls.Job"
    url: str = "http://x.example"
    extra: list = field(default_factory=list)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"url": "http://x.example"}, "names no model"),
        (Stranger(), "names a model that crawls cannot fill"),
        (book(1, title="\n"[:0]), "title is missing"),
        (book(1, title=None), "title is missing"),
        (BookItem(url="http://x.example", upc="", title="T"), "upc is missing"),
        (BookItem(url="http://x.example", upc="u" * 65, title="T"), "upc has 65 characters"),
    ],
)
def test_items_that_cannot_be_stored_become_rejections(sqlite_database, item, reason):
    refused = read_item(item)
    assert isinstance(refused, Refusal)
    assert reason in refused.reason
    store = Store(Job.objects.create(spider="test").pk)
    assert store.write([refused]) == [Outcome.REJECTED]
    assert Rejection.objects.get().reason == refused.reason


def test_raw_values_of_a_rejection_are_json_however_long(sqlite_database):
    refused = read_item(book(1, title="\ud83d\ude00" * 50_000, description="é" * 500_000))
    assert isinstance(refused, Refusal)
    assert len(refused.raw) <= Rejection.MAX_RAW
    assert json.loads(refused.raw)["upc"] == "upc-1…"
    assert json.loads(refused.raw)["title"].startswith("😀")


def test_row_deleted_in_the_admin_is_looked_up_again(store):
    bisecting = BisectingStore(store, Patience(1))
    write(store, [book(1)])
    Book.objects.all().delete()
    Category.objects.all().delete()
    (committed,) = bisecting.store([Unit([read_item(book(2))])])
    assert committed.results == [(Outcome.CREATED, "")]
    assert Book.objects.get().category.name == "Travel"


def count(store, items):
    with CaptureQueriesContext(connection) as queries:
        write(store, items)
    return len(queries)


def mixed(numbers, price):
    return [
        *[book(n, price=Decimal(price), category=f"C{n}") for n in numbers],
        *[
            QuoteItem(url="http://q.example", text=f"{n}", author=f"A{n}", tags=[f"{price} {n}"])
            for n in numbers
        ],
    ]


def test_queries_of_a_batch_do_not_grow_with_it(store):
    few, many = range(3), range(100, 140)
    assert count(store, mixed(few, 1)) == count(store, mixed(many, 1))
    assert count(store, mixed(few, 2)) == count(store, mixed(many, 2))
    unchanged = count(store, mixed(many, 2))
    assert count(store, mixed(few, 2)) == unchanged
    assert unchanged <= 4  # begin, two selects, commit


@pytest.mark.postgres
def test_postgres_inserts_through_unnest(postgres_database):
    """A BinaryField, say, makes Django fall back to a placeholder for each value: half as fast."""
    store = Store(Job.objects.create(spider="test").pk)
    pages = [
        PageItem(url=f"http://x.example/{n}", status=200, depth=0, links=["a"]) for n in range(3)
    ]
    authors = [AuthorItem(url="http://q.example", name=f"A{n}") for n in range(3)]
    with CaptureQueriesContext(connection) as queries:
        write(store, [*mixed(range(3), 1), *pages, *authors])
        write(store, mixed(range(3), 2))
    inserts = [query["sql"] for query in queries if query["sql"].startswith("INSERT")]
    assert [sql[:60] for sql in inserts if "UNNEST" not in sql] == []
    assert len(inserts) > 6
