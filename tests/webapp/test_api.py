"""The API: what it answers, to whom, how often; and that it does as it describes itself."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.webapp.programs import asked, token_for, with_token
from tests.webapp.rows import fill
from webapp.accounts.models import Scope
from webapp.catalog.browse.kind import browsable
from webapp.catalog.models import Book, Page, Quote
from webapp.crawls.models import Job


@pytest.fixture
def program(reader):
    """A program that may read all that a reader may."""
    return with_token(token_for(reader, *Scope))


def test_tables_are_discovered_from_the_api(program, settings):
    settings.API_RATE = 1000
    fill(1)
    kinds = {kind["kind"]: kind for kind in asked(program, "kinds")}
    assert list(kinds) == [kind.slug for kind in browsable()]
    fields = {field["name"]: field for field in kinds["books"]["fields"]}
    assert fields["price"]["filters"] == ["price", "price__gte", "price__lte", "price__isnull"]
    assert fields["category"]["points_at"] == "categories"
    for kind in kinds.values():
        (item,) = asked(program, kind["items"].removeprefix("/api/"))["items"]
        assert asked(program, f"kinds/{kind['kind']}/items/{item['id']}")["key"] == item["key"]
        for field in kind["fields"]:
            for name in field["filters"]:
                dated = field["type"] in {"date", "moment"} and not name.endswith("__isnull")
                text = "2026-01-01" if dated else "1"
                asked(program, f"kinds/{kind['kind']}/items?{name}={text}")


def test_items_are_those_of_the_view_page_by_page(program):
    for n in range(7):
        Book.objects.create(upc=f"{n}", title=f"Book {n}", price=n, rating=n % 2 + 1)
    found, path = [], "kinds/books/items?rating=1&sort=-price&limit=2&column=title&column=price"
    while path:
        page = asked(program, path)
        found += [tuple(item["fields"].values()) for item in page["items"]]
        path = page["next"] and page["next"].removeprefix("/api/")
    assert found == [(f"Book {n}", n) for n in (6, 4, 2, 0)]
    assert [item["key"] for item in asked(program, "kinds/books/items?q=book+3")["items"]] == ["3"]


def test_item_is_whole_with_its_relations(program):
    fill(1, text="<b>&")
    Page.objects.update(text="long " * 10_000)
    page = Page.objects.get()
    fields = asked(program, f"kinds/pages/items/{page.pk}")["fields"]
    assert fields["text"] == page.text
    assert "text" not in asked(program, "kinds/pages/items")["items"][0]["fields"]
    quote = Quote.objects.get()
    fields = asked(program, f"kinds/quotes/items/{quote.pk}")["fields"]
    assert fields["author"]["name"] == "<b>&0"
    assert [tag["name"] for tag in fields["tags"]] == ["<b>&0"]
    assert program.get(fields["author"]["page"]).status_code == 302  # a person's page


def test_history_of_a_kind_and_of_a_row(program):
    fill(3)
    book = Book.objects.first()
    every = asked(program, "kinds/books/changes?limit=2")
    assert [change["old"] for change in every["changes"]] == ["text2", "text1"]
    last = asked(program, every["next"].removeprefix("/api/"))
    assert ([change["old"] for change in last["changes"]], last["next"]) == (["text0"], None)
    (mine,) = asked(program, f"kinds/books/items/{book.pk}/changes")["changes"]
    assert (mine["kind"], mine["item"], mine["new"]) == ("books", book.pk, "text0!")
    assert asked(program, f"kinds/books/items/{book.pk}/changes?field=no")["changes"] == []
    assert asked(program, "kinds/pages/changes")["changes"] == []


def test_jobs_and_a_job(program):
    fill(3)
    Job.objects.filter(spider="text1").update(
        state="running", heartbeat=timezone.now() - timedelta(1)
    )
    first = asked(program, "jobs?limit=2")
    assert [job["state"] for job in first["jobs"]] == ["finished", "lost"]
    (last,) = asked(program, first["next"].removeprefix("/api/"))["jobs"]
    assert asked(program, f"jobs/{last['id']}") == last
    assert [job["spider"] for job in asked(program, "jobs?spider=text2")["jobs"]] == ["text2"]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("kinds/nothing", 404, "Not Found"),
        ("kinds/books/items/7", 404, "Not Found"),
        ("kinds/books/items/0", 422, "greater than or equal to 1"),
        ("kinds/books/items/99999999999999999999", 422, "less than or equal to"),
        ("kinds/books/items?price__lte=cheap", 422, "Enter a number"),
        ("kinds/books/items?colour=red", 422, "no filter of books"),
        ("kinds/books/items?sort=colour", 422, "cannot be sorted"),
        ("kinds/books/items?after=x", 404, "place in the list is none"),
        ("kinds/books/items?limit=101", 422, "less than or equal to 100"),
        ("kinds/books/items?q=" + "x" * 201, 422, "at most 200"),
        ("kinds/books/changes?before=x", 422, "valid integer"),
        ("jobs/7", 404, "Not Found"),
        ("nothing", 404, None),
    ],
)
def test_what_is_asked_wrongly_is_said_never_guessed(program, path, status, said):
    response = program.get(f"/api/{path}")
    assert response.status_code == status
    assert said is None or said in response.json()["detail"]


def test_page_about_the_api_asks_nobody_else(program, reader):
    fill(1)
    client = Client()
    client.force_login(reader)
    page = client.get("/api/").content.decode()
    described = asked(program, "openapi.json")
    assert "/api/kinds/books/items" in described["paths"]
    assert [path for path in described["paths"] if path not in page] == []
    assert '<script src="http' not in page
    assert "//cdn" not in page
