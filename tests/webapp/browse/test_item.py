"""A row's page: all that is known of it, what changed, and whether it is still there."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.crawling import crawl
from tests.webapp.conftest import logged_in, staff
from tests.webapp.rows import fill
from tests.webapp.test_hostile_text import HOSTILE, check, fill_with_all
from webapp.catalog.browse.addresses import key_of, key_text, row_url
from webapp.catalog.browse.kind import kind_of
from webapp.catalog.history.difference import difference
from webapp.catalog.history.sighting import sightings
from webapp.catalog.kinds import kinds
from webapp.catalog.models import Author, Book, Category, Change, Page, Quote, Record
from webapp.crawls.models import Job

KEYS = ["a", "a/b", "https://x.example/?q=1&r=2#f", ".", "..", "_2E", "ü ß", "100%", "a\\b", " x "]


@pytest.fixture
def client(sqlite_database):
    return logged_in(User.objects.create_superuser("root"))


@pytest.mark.parametrize("key", KEYS)
def test_every_key_has_an_address_of_its_own(client, key):
    assert key_of(key_text(key)) == key
    tag = Category.objects.create(name=key)
    response = client.get(row_url(tag))
    assert (response.status_code, response.context["row"]) == (200, tag)


def test_a_key_that_is_too_long_for_an_address_is_reached_by_number(client):
    page = Page.objects.create(url="https://x.example/" + "ü" * 1900, status=200, depth=0)
    assert row_url(page) == f"/pages/id/{page.pk}/"
    assert client.get(row_url(page)).context["row"] == page
    assert client.get("/pages/id/99999999999999999999999/").status_code == 404
    assert client.get("/pages/nowhere/").status_code == 404


def test_page_has_every_field_and_what_names_the_row(client):
    fill(2)
    for model in kinds():
        row = model.objects.first()
        content = client.get(row_url(row)).content.decode()
        for field in (f for f in model._meta.fields if issubclass(model, Record)):
            if field.editable and field.name not in Record.HOUSE_FIELDS:
                assert str(field.verbose_name).lower() in content.lower()
    page = client.get(row_url(Author.objects.get(name="text0"))).content.decode()
    assert '<a href="/quotes/?author=text0">1 quotes</a>' in page


def test_timeline_shows_differences_a_person_reads(client):
    fill(1)
    book, job = Book.objects.get(), Job.objects.get()
    words = [f"word{n}" for n in range(100)]
    changes = [
        ("price", "8.00", "9.50"),
        ("description", " ".join(words), " ".join([*words[:50], "new", *words[51:]])),
        ("category", "Travel", None),
        ("gone_field", "1", "2"),
    ]
    for field, old, new in changes:
        values = {"field": field, "old": old, "new": new, "job": job, "at": book.changed}
        Change.objects.create(kind="catalog.Book", record_id=book.pk, key=book.upc, **values)
    page = client.get(row_url(book)).content.decode()
    assert '<del>8.00</del> → <ins>9.50</ins> <span class="step">+1.50, +18.8 %</span>' in page
    assert "<del>word50 </del><ins>new </ins>" in page
    assert "word10" not in page.partition("Changes")[2]
    assert "<del>Travel</del> → <ins>nothing</ins>" in page
    assert "gone_field" in page
    assert page.count("<polyline") == 1
    (price,) = client.get(row_url(book)).context["series"]
    assert [value for _, value in price.points] == [Decimal("8.00"), Decimal("9.50")]


def test_long_timelines_are_read_in_parts(client):
    fill(1)
    book = Book.objects.get()
    Change.objects.bulk_create(
        Change(kind="catalog.Book", record_id=book.pk, key="k", field="stock", old=str(n),
               new=str(n + 1), at=book.changed + timedelta(seconds=n))
        for n in range(120)
    )  # fmt: skip
    seen, address = [], "?"
    while address:
        page = client.get(row_url(book) + address)
        seen += [moment.at for moment in page.context["moments"]]
        address = f"?before={page.context['older']}" if page.context["older"] else None
    assert len(seen) == 121
    assert client.get(row_url(book) + "?before=x").status_code == 200


@pytest.mark.parametrize(
    ("field", "old", "new", "shown"),
    [
        ("stock", "0", "3", '<del>0</del> → <ins>3</ins> <span class="step">+3</span>'),
        ("stock", None, "3", "<del>nothing</del> → <ins>3</ins>"),
        ("price", "NaN", "3", "<del>NaN</del> → <ins>3</ins>"),
        ("title", "", "<b>", "<del>empty</del> → <ins>&lt;b&gt;</ins>"),
    ],
)
def test_difference_says_what_became_of_a_value(field, old, new, shown):
    assert difference(kind_of(Book).columns[field], old, new) == shown


def test_difference_of_lists_says_what_went_and_came():
    shown = difference(kind_of(Quote).columns["tags"], '["a", "b"]', '["b", "c"]')
    assert "<del>− a</del>" in shown  # noqa: RUF001
    assert "<ins>+ c</ins>" in shown
    assert "b<" not in shown


def test_nothing_scraped_executes_on_the_site(client):
    fill_with_all()
    addresses = ["/", "/jobs/", *map(row_url, Job.objects.all())]
    for model, text in zip(kinds(), HOSTILE.values(), strict=False):
        addresses += [reverse("list", args=[kind_of(model)]), *map(row_url, model.objects.all())]
        addresses.append(f"/{kind_of(model).slug}/?q=text&sort={text}&column={text}&{text}=1")
    for address in addresses:
        content = check(client.get(address))
        assert "\u202e" not in content


def test_who_may_not_look_is_refused(sqlite_database):
    fill(1)
    client = logged_in(staff("nobody"))
    for address in ("/books/", "/books.csv", "/books/text0/", "/jobs/", "/jobs/1/"):
        assert client.get(address).status_code == 403, address
    client.logout()
    assert client.get("/books/").status_code == 302


def test_what_vanished_is_shown_as_vanished(client, sqlite_database, practice_site):
    arguments = {"args": {"url": f"{practice_site.url}/site/"}, "env": sqlite_database.env}
    assert crawl("pages", **arguments).returncode == 0
    page = Page.objects.exclude(url__endswith="/site/").order_by("url").last()
    seen = sightings(page)
    assert (seen.last is not None, seen.vanished) == (True, None)
    path = page.url.removeprefix(practice_site.url)
    practice_site.get(f"/fault/set?path={path}&status=404")
    crawl("pages", **arguments)
    gone = sightings(Page.objects.get(pk=page.pk)).vanished
    assert (gone.fate, gone.job) == ("http_404", Job.objects.order_by("pk").last())
    shown = client.get(row_url(page)).content.decode()
    assert "Vanished." in shown
    other = Page.objects.exclude(pk=page.pk).first()
    assert sightings(other).vanished is None
    assert sightings(other).last.job == gone.job
    with CaptureQueriesContext(connection) as queries:
        client.get(row_url(page))
    assert len(queries) <= 8
