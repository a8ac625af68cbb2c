"""Saved views, and the feed of what changed in a view."""

from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.webapp.conftest import logged_in
from tests.webapp.rows import fill
from webapp.catalog.models import Book, Change, SavedView

ATOM = "{http://www.w3.org/2005/Atom}"


def reader(name):
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get(name="reader"))
    return user


@pytest.fixture
def ann(database):
    return logged_in(reader("ann"))


def entries(client, path):
    response = client.get(path)
    assert response.status_code == 200
    tree = ElementTree.fromstring(response.content)
    return [
        {part: each.findtext(f"{ATOM}{part}") for part in ("title", "summary", "id")}
        | {"link": each.find(f"{ATOM}link").get("href")}
        for each in tree.iter(f"{ATOM}entry")
    ]


def test_view_is_saved_by_its_name_and_comes_back(ann):
    fill(2)
    query = "?q=text0&price__lte=10&sort=-price"
    response = ann.post(f"/views/save/books/{query}", {"name": "Cheap"}, follow=True)
    assert "kept as “Cheap”" in response.content.decode()
    saved = SavedView.objects.exclude(owner__username="owner").get()
    assert (saved.name, saved.kind, saved.shared) == ("Cheap", "catalog.Book", False)
    page = ann.get("/views/").content.decode()
    link = f"/books/?{saved.query}".replace("&", "&amp;")
    assert f'href="{link}"' in page
    assert saved.query == "q=text0&price__lte=10&sort=-price"
    assert ann.get(f"/books/?{saved.query}").status_code == 200
    ann.post("/views/save/books/?rating=5", {"name": "Cheap", "shared": "on"})
    saved.refresh_from_db()
    assert (saved.query, saved.shared) == ("rating=5", True)


def test_others_see_what_is_shared_and_forget_nothing_of_it(ann, database):
    ann.post("/views/save/books/?rating=5", {"name": "Shared", "shared": "on"})
    ann.post("/views/save/books/?rating=4", {"name": "Own"})
    bob = logged_in(reader("bob"))
    page = bob.get("/views/").content.decode()
    assert ("Shared" in page, "Own" in page, "/forget/" in page) == (True, False, False)
    for saved in SavedView.objects.all():
        assert bob.post(f"/views/{saved.pk}/forget/").status_code == 404
        assert ann.post(f"/views/{saved.pk}/forget/").status_code == 302
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "x" * 101])
def test_view_without_a_name_is_not_saved(ann, name):
    response = ann.post("/views/save/books/?rating=5", {"name": name}, follow=True)
    assert "A view needs a name" in response.content.decode()
    assert not SavedView.objects.exists()


def test_view_of_a_kind_that_is_gone_is_not_shown(ann):
    owner = User.objects.get(username="ann")
    for kind in ("catalog.Gone", "crawls.Job", "nonsense"):
        SavedView.objects.create(name="Gone", owner=owner, kind=kind, query="x=1")
    SavedView.objects.create(name="Bent", owner=owner, kind="catalog.Book", query="a=%ff&&=&q=%00")
    page = ann.get("/views/")
    assert page.status_code == 200
    assert "Gone" not in page.content.decode()
    assert "Bent" in page.content.decode()


def test_saving_needs_a_reader_and_a_form_of_this_site(ann):
    nobody = logged_in(User.objects.create_user("nobody"))
    assert nobody.post("/views/save/books/", {"name": "x"}).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="ann"))
    assert strict.post("/views/save/books/", {"name": "x"}).status_code == 403
    assert ann.get("/views/save/books/").status_code == 405


def test_list_offers_its_charts_its_feed_and_to_be_saved(ann):
    fill(1)
    page = ann.get("/books/?rating=5&after=[1,2]").content.decode()
    for address in ("/charts/books/", "/feeds/books/", "/views/save/books/"):
        assert f'{address}?rating=5"' in page, address


def test_feed_tells_what_changed_in_the_view(ann):
    fill(3)
    book = Book.objects.get(upc="text1")
    every = entries(ann, "/feeds/books/")
    assert [each["title"] for each in every] == [f"text{n}: text{n}" for n in (2, 1, 0)]
    (mine,) = entries(ann, "/feeds/books/?q=text1")
    assert mine["summary"] == "<del>text1</del> → <ins>text1!</ins>"
    assert mine["link"] == f"http://testserver/books/{book.upc}/"
    assert 'href="http://testserver/feeds/books/?q=text1" rel="self"' in (
        ann.get("/feeds/books/?q=text1").content.decode()
    )
    assert entries(ann, "/feeds/pages/") == []
    assert entries(ann, "/feeds/books/?category=text2")[0]["title"] == "text2: text2"


def test_feed_stays_xml_whatever_was_crawled(ann):
    fill(1, text="]]>\x1b\x01\ufffe<b>&\u202e", url="http://example.org/")
    (entry,) = entries(ann, "/feeds/books/")
    assert entry["title"].startswith("]]>���<b>&\\u202e0")
    assert "&lt;b&gt;&amp;" in entry["summary"]


def test_feed_of_what_is_gone_and_of_null(ann):
    fill(1)
    Change.objects.update(old=None, new="")
    Book.objects.all().delete()
    (entry,) = entries(ann, "/feeds/books/")
    assert (entry["title"], entry["summary"]) == ("text0: text0", "<del>null</del> → <ins></ins>")


def test_feed_asks_the_same_for_many_changes(ann):
    fill(1)
    ann.get("/feeds/books/")
    with CaptureQueriesContext(connection) as one:
        ann.get("/feeds/books/")
    fill(4, start=1)
    with CaptureQueriesContext(connection) as five:
        assert len(entries(ann, "/feeds/books/")) == 5
    assert len(five) == len(one) <= 8
