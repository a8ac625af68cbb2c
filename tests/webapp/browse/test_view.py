"""The address is the state: read, written, and read again it is the same."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from webapp.catalog.browse.view import View
from webapp.catalog.models import Book, Page, Quote

QUERIES = [
    "",
    "q=light+attic",
    "price__gte=3&price__lte=20.5&rating=5&rating=4",
    "category=Science+%26+Fiction&sort=-price",
    "changed=7d&first_seen__gte=2026-01-02&column=title&column=description",
    "rating__isnull=1&job=1",
    'sort=price&after=["3.25",17]',
    "sort=-title&before=[null,3]",
]

names = st.sampled_from(
    [*(f"{name}{end}" for name in ("price", "title", "rating", "changed", "category", "job",
                                   "description", "first_seen", "nothing", "")
       for end in ("", "__gte", "__lte", "__isnull", "__regex")),
     "q", "column", "sort", "after", "before"]
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["1", "-1", "1e9", "NaN", "Infinity", "2026-02-30", "9999-12-31", "today",
                     "[1, 2]", "[null, 1]", '["x", 5]', "[[[", "9" * 40, "0x1F", "-price"]),
)  # fmt: skip


def read(query, model=Book):
    return View.from_query(model, QueryDict(query))


@pytest.mark.parametrize("query", QUERIES)
def test_view_is_read_back_from_its_own_query(query):
    view = read(query)
    assert view.problems == ()
    again = read(view.query()[1:])
    assert again == view
    assert again.query() == view.query()


@given(st.lists(st.tuples(names, texts), max_size=6))
def test_whatever_an_address_holds_there_is_a_view(pairs):
    query = QueryDict(mutable=True)
    for name, text in pairs:
        query.appendlist(name, text)
    for model in (Book, Page, Quote):
        view = View.from_query(model, query)
        again = View.from_query(model, QueryDict(view.query()[1:]))
        assert (again.filters, again.columns, again.words) == (
            view.filters,
            view.columns,
            view.words,
        )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("price__gte=cheap", "Price, “cheap”: Enter a number. It was left out."),
        ("price__gte=NaN", "Price, “NaN”: Enter a number. It was left out."),
        ("colour=red", "“colour” is no filter of books."),
        ("description=x", "“description” is no filter of books."),
        ("sort=description", "Books cannot be sorted by “description”."),
        ("column=secret", "There is no column “secret”."),
        ("after=nowhere", "The place in the list could not be read: this is its beginning."),
        ("changed__gte=2026-02-30", "Changed, “2026-02-30”: Enter a valid date. It was left out."),
    ],
)
def test_what_cannot_be_read_is_said_and_left_out(query, said):
    view = read(query)
    assert view.problems == (said,)
    assert view.change().query() == "?"


def test_a_secret_column_is_no_filter():
    assert read("content_hash=x").problems == ("“content_hash” is no filter of books.",)


def test_columns_come_from_the_model_unless_it_says_otherwise():
    assert [column.name for column in read("").columns] == list(Book.COLUMNS)
    assert [column.name for column in read("column=url&column=title").columns] == ["url", "title"]


def test_a_changed_view_begins_at_its_beginning():
    view = read("sort=price&after=[null,3]&rating=5")
    assert view.query(words="x") == "?q=x&rating=5&sort=price"
    assert view.with_filter("rating").query() == "?sort=price"
    assert view.with_filter("rating", "4").query() == "?rating=4&sort=price"
