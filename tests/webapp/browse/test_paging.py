"""Pages found by a place: every row once, in order, forwards and backwards."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from webapp.catalog.browse.kind import kind_of
from webapp.catalog.browse.order import Cursor, Order
from webapp.catalog.browse.paging import page_of
from webapp.catalog.browse.view import View
from webapp.catalog.models import Book

SORTABLE = [c.name for c in kind_of(Book).columns.values() if c.is_sortable]
SIZE = 17


def walk(rows, order, *, is_few):
    """Follow Next to the end, each place through an address."""
    pages, cursor = [], None
    while True:
        page = page_of(rows, order, cursor, SIZE, is_few=is_few)
        pages.append(page)
        if page.next is None:
            return pages
        cursor = Cursor.read(order, page.next.text, backwards=False)


def expected(order):
    """Sort in Python: rows without a value last, the number decides between equals."""

    def value(book):
        found = getattr(book, order.column.name)
        return getattr(found, "name", getattr(found, "pk", found))

    books = list(Book.objects.select_related("category", "job"))
    there = [book for book in books if value(book) is not None]
    there.sort(key=lambda book: (value(book), book.pk), reverse=order.descending)
    nothing = [book for book in books if value(book) is None]
    nothing.sort(key=lambda book: book.pk, reverse=order.descending)
    return [book.pk for book in there + nothing]


def test_every_order_has_every_row_once_forwards_and_backwards(shelf):
    for name in SORTABLE:
        for descending in (False, True):
            order = Order(kind_of(Book).columns[name], descending)
            rows = Book.objects.select_related("category", "job").order_by()
            for is_few in (False, True):
                pages = walk(rows, order, is_few=is_few)
                found = [row.pk for page in pages for row in page.rows]
                if name not in {"title", "category"}:  # the database's own order of letters
                    assert found == expected(order), order.text
                assert sorted(found) == sorted(row.pk for row in shelf)
            back = pages[-1]
            for page in reversed(pages[:-1]):
                cursor = Cursor.read(order, back.previous.text, backwards=True)
                back = page_of(rows, order, cursor, SIZE)
                assert [row.pk for row in back.rows] == [row.pk for row in page.rows], order.text
            assert back.previous is None


def test_a_place_outlives_its_row(own_shelf):
    order = Order(kind_of(Book).columns["price"])
    rows = Book.objects.order_by()
    first = page_of(rows, order, None, SIZE)
    wanted = [row.pk for row in page_of(rows, order, first.next, SIZE).rows]
    first.rows[-1].delete()
    assert [row.pk for row in page_of(rows, order, first.next, SIZE).rows] == wanted


def test_list_pages_follow_each_other(reader, shelf):
    seen, query = [], ""
    while query is not None:
        page = reader.get(f"/books/{query}")
        seen += [cells[0][1] for cells in page.context["rows"]]
        query = page.context["next"]
    assert len(seen) == len(set(seen)) == len(shelf)


@pytest.mark.parametrize("text", ['["x",1]', "[1,-1]", "[null,1e3]", "[true,true]", "{}", "[1]"])
def test_a_wrong_place_is_the_beginning(reader, text, shelf):
    page = reader.get("/books/", {"sort": "price", "after": text})
    assert "this is its beginning" in page.content.decode()
    assert len(page.context["rows"]) == 50


def test_more_rows_than_are_counted_are_sorted_by_an_index_or_not(reader, shelf, monkeypatch):
    monkeypatch.setattr("webapp.catalog.browse.tally.MOST", 20)
    page = reader.get("/books/", {"sort": "currency"}).content.decode()
    assert "More than 10,000 rows cannot be sorted by currency: choose fewer." in page
    assert "sort=currency" not in page
    assert "sort=price" in page


def test_views_of_any_size_find_the_same_rows(shelf):
    query = QueryDict("category=Travel&price__gte=3&changed__lte=2026-01-04&q=book")
    view = View.from_query(Book, query)
    along = kind_of(Book).columns["title"]
    wanted = {row.pk for row in view.queryset()}
    assert wanted == {
        n.pk
        for n in shelf
        if n.category_id and n.category.name == "Travel" and n.price and n.price >= 3
        and n.changed.day <= 4
    }  # fmt: skip
    assert {row.pk for row in view.along(along)} == wanted
    assert {row.pk for row in view.sample()} == wanted


def test_what_was_counted_of_a_big_view_serves_its_next_page_and_other_orders(
    reader, shelf, monkeypatch
):
    monkeypatch.setattr("webapp.catalog.browse.listing.MOST", 20)
    monkeypatch.setattr("webapp.catalog.browse.tally.MOST", 20)

    def counting(address):
        with CaptureQueriesContext(connection) as queries:
            page = reader.get(address)
        counted = [query for query in queries if query["sql"].startswith("WITH met")]
        return page, len(counted)

    first, counted = counting("/books/?price__gte=1")
    assert counted == 1
    again, counted = counting(f"/books/{first.context['next']}")
    assert counted == 0
    assert again.context["listing"].count == first.context["listing"].count
    other, counted = counting("/books/?price__gte=1&sort=-title")
    assert counted == 0
    assert [facet.entries for facet in other.context["facets"]] == [
        facet.entries for facet in first.context["facets"]
    ]
    assert counting("/books/?price__gte=2")[1] == 1  # another view
    few = "/books/?price__gte=1&price__lte=2"
    assert (counting(few)[1], counting(few)[1]) == (1, 1)  # few rows are counted each time


def test_new_rows_in_the_order_of_their_changes(shelf):
    """What the filter says of the other moment leaves no row out."""
    moments = ("first_seen", "changed")
    for name, other in (moments, moments[::-1]):
        column = kind_of(Book).columns[name]
        for query in (
            f"{other}__gte=2026-01-03",
            f"{other}__lte=2026-01-03",
            f"{other}=2026-01-03",
        ):
            view = View.from_query(Book, QueryDict(query))
            found = {row.pk for row in view.queryset()}
            assert {row.pk for row in view.along(column)} == found
