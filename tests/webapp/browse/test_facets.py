"""Facets: their counts are those of the views that they lead to."""

from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from tests.webapp.rows import fill
from webapp.catalog.browse.bins import ends_of
from webapp.catalog.browse.listing import Listing
from webapp.catalog.browse.view import View
from webapp.catalog.models import Book, Commit, Contributor, Quote, Repository


def listing(query="", model=Book):
    return Listing(View.from_query(model, QueryDict(query)))


@pytest.mark.parametrize("query", ["", "rating=5", "q=attic&price__gte=4", "category=Travel"])
def test_every_entry_leads_to_as_many_rows_as_it_says(shelf, query):
    here = listing(query)
    assert str(here.count) == str(View.from_query(Book, QueryDict(query)).queryset().count())
    entries = 0
    for facet in here.facets:
        for entry, address, _ in facet.links:
            there = View.from_query(Book, QueryDict(address[1:]))
            assert there.problems == ()
            assert there.queryset().count() == entry.count.number, (facet.column.name, address)
            entries += 1
    assert entries > 10


def test_lists_are_counted_by_what_they_name(database):
    fill(3)
    first, second, _ = Quote.objects.all()
    first.tags.add(*second.tags.all())
    (tags,) = [facet for facet in listing(model=Quote).facets if facet.column.name == "tags"]
    assert {entry.label: entry.count.number for entry in tags.entries} == {
        tag.name: tag.quotes.count() for quote in Quote.objects.all() for tag in quote.tags.all()
    }
    both = View.from_query(Quote, QueryDict("tags=text0&tags=text1")).queryset()
    assert [quote.pk for quote in both] == [first.pk]


def test_more_than_is_counted_is_said_so(shelf, monkeypatch):
    for module in ("tally", "counts", "listing"):
        monkeypatch.setattr(f"webapp.catalog.browse.{module}.MOST", 20)
    assert str(listing().count) == "20+"
    some = listing("price__gte=2").facets
    assert {str(entry.count)[-1] for facet in some for entry in facet.entries} == {"+"}
    for facet in some:  # at least so many there are
        for entry, address, _ in facet.links:
            there = View.from_query(Book, QueryDict(address[1:])).queryset().count()
            assert there >= entry.count.number


def test_histogram_has_round_ends(shelf):
    (price,) = [facet for facet in listing().facets if facet.column.name == "price"]
    labels = [entry.label for entry in price.entries]
    assert labels[0].startswith("under ")
    assert labels[-2].endswith(" and more")
    assert labels[-1] == "no value"
    assert sum(entry.count.number for entry in price.entries) == len(shelf)


@pytest.mark.parametrize(
    ("values", "places", "ends"),
    [
        ([], 0, None),
        ([1, 2, 3], 0, None),
        (range(100), 0, [10, 20, 30, 40, 50, 60, 70, 80, 90]),
        ([5.5, 5.5], 2, ["5.51"]),
        ([1, 10**9, *range(2, 100)], 0, [10, 20, 30, 40, 50, 60, 70, 80, 90]),
    ],
)
def test_ends_between_ranges(values, places, ends):
    found = ends_of(list(values), places)
    assert found == (ends and [type(found[0])(end) for end in ends])


def test_page_says_what_is_chosen_and_takes_it_back(reader, shelf):
    page = reader.get("/books/?rating=5&price__lte=9&q=attic&category=Travel")
    chips = dict(page.context["chips"])
    assert list(chips) == ["“attic”", "Rating: 5", "Price: to 9", "Category: Travel"]
    assert parse_qs(chips["Rating: 5"][1:]) == {
        "q": ["attic"],
        "price__lte": ["9"],
        "category": ["Travel"],
    }


def test_empty_states_say_what_to_do(reader, shelf):
    assert "Show all books" in reader.get("/books/?q=nothing").content.decode()
    assert "There are no quotes yet" in reader.get("/quotes/").content.decode()


def test_what_is_scraped_cannot_break_a_statement(own_shelf, reader):
    name = "100%s'; DROP TABLE catalog_book; --\"%(x)s"
    Book.objects.filter(upc="upc0001").update(title=name, currency="%s'")
    for query in ({"category": name}, {"q": name}, {"title": name}, {"currency": "%s'"}):
        assert reader.get("/books/", query).status_code == 200
    assert len(reader.get("/books/", {"title": name}).context["rows"]) == 1
    assert connection.introspection.table_names().count("catalog_book") == 1


def test_rows_that_are_named_by_an_address_are_called_by_their_names(database):
    forge = "https://git.example.org/"
    repository = Repository.objects.create(url=f"{forge}r/", forge=forge, name="The kernel")
    known = Contributor.objects.create(key=f"{forge} Ada", forge=forge, name="Ada")
    stub = Contributor.objects.create(key=f"{forge} Bob")
    for n, author in enumerate((known, known, stub)):
        Commit.objects.create(url=f"{forge}{n}", hash=f"{n}", repository=repository, author=author)
    with CaptureQueriesContext(connection) as queries:
        facets = {facet.column.name: facet.entries for facet in listing(model=Commit).facets}
    asked = [query for query in queries if "catalog_contributor" in query["sql"]]
    assert [entry.label for entry in facets["repository"]] == ["The kernel"]
    assert [(entry.label, entry.chosen, entry.count.number) for entry in facets["author"]] == [
        ("Ada", {"author": known.key}, 2),
        (stub.key, {"author": stub.key}, 1),
    ]
    assert len(asked) == 2  # counted with all others, named with all others
