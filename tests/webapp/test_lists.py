"""Every list of the admin: opens, searches, filters, and asks no more for more rows."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.webapp.conftest import logged_in
from tests.webapp.rows import MODELS, fill, name_of
from webapp.catalog.admin.record import RecordAdmin
from webapp.catalog.kinds import kinds
from webapp.catalog.models import Book, Change, Mined, Page
from webapp.crawls.models import Job

every_model = pytest.mark.parametrize("model", MODELS, ids=name_of)


@pytest.fixture
def root(database):
    """A client that may do everything, on each database in turn."""
    return logged_in(User.objects.create_superuser("root"))


def address(model, **query):
    return reverse(f"admin:{name_of(model)}_changelist", query=query)


def shown(response):
    """Return how many rows a list shows."""
    return len(response.context["cl"].result_list)


def test_every_model_of_ours_is_in_the_admin():
    ours = [
        model
        for model in apps.get_models()
        # What is mined is shown by charts, and written by nobody.
        if model.__module__.startswith("webapp.") and not issubclass(model, Mined)
    ]
    assert set(ours) == set(MODELS)
    assert all(admin.site.is_registered(model) for model in ours)


@every_model
def test_list_asks_the_same_for_three_rows_as_for_one(root, model):
    fill(1)
    root.get(address(model))
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert shown(root.get(address(model))) == 1
    fill(2, start=1)
    with CaptureQueriesContext(connection) as three:
        assert shown(root.get(address(model))) == 3
    assert len(three) == len(one)
    assert len(three) <= 10


@every_model
def test_list_finds_by_search(root, model):
    fill(3)
    assert shown(root.get(address(model, q="text1"))) == 1
    assert shown(root.get(address(model, q="nothing like it"))) == 0


@every_model
def test_every_filter_of_a_list_can_be_followed(root, model):
    fill(2)
    page = root.get(address(model))
    side = page.content.decode().partition('id="changelist-filter"')[2]
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(\?[^"]*)"', side)]
    assert all(root.get(address(model) + link).status_code == 200 for link in links)


@every_model
@pytest.mark.parametrize(
    "query", ["job__id__exact=99999999999999999999999", "kind=no", "rating=x"]
)
def test_list_bears_a_wrong_query(root, model, query):
    fill(1)
    response = root.get(f"{address(model)}?{query}", follow=True)
    assert response.status_code == 200


@every_model
def test_list_is_set_up_for_a_million_rows(model):
    site = admin.site.get_model_admin(model)
    assert (site.list_per_page, site.list_max_show_all) == (50, 0)
    assert not site.show_full_result_count
    assert site.date_hierarchy is None
    relations = {f.name for f in model._meta.get_fields() if f.many_to_one or f.many_to_many}
    relations -= {"job"} | {f.name for f in model._meta.get_fields() if f.auto_created}
    assert relations <= {*site.autocomplete_fields, *site.raw_id_fields}


def test_list_leaves_long_columns_in_the_database(root):
    fill(1)
    with CaptureQueriesContext(connection) as queries:
        root.get(address(Page))
    listing = next(
        q["sql"] for q in queries if "ORDER BY" in q["sql"] and "catalog_page" in q["sql"]
    )
    assert '"catalog_page"."text"' not in listing
    assert '"catalog_page"."links"' not in listing


def test_records_can_be_chosen_by_the_job_that_changed_them(root):
    fill(2)
    job = Job.objects.first()
    response = root.get(address(Book, job__id__exact=job.pk))
    assert [book.job for book in response.context["cl"].result_list] == [job]
    assert str(job) in response.content.decode().partition('id="changelist-filter"')[2]


def test_changes_can_be_chosen_by_kind_and_field(root):
    fill(1)
    Change.objects.create(
        kind="catalog.Book", record_id=1, key="k", field="price", old="1", new="2"
    )
    Change.objects.create(
        kind="catalog.Page", record_id=1, key="k", field="title", old="1", new="2"
    )
    assert shown(root.get(address(Change, kind="catalog.Book"))) == 2
    assert shown(root.get(address(Change, kind="catalog.Book", field="price"))) == 1
    assert shown(root.get(address(Change, record_id=1, kind="catalog.Page"))) == 1
    side = root.get(address(Change, kind="catalog.Page")).content.decode()
    assert "field=text_hash" in side
    assert "field=price" not in side


def test_books_can_be_chosen_by_rating(root):
    fill(2)
    Book.objects.filter(upc="text0").update(rating=4)
    assert shown(root.get(address(Book, rating="4"))) == 1
    assert shown(root.get(address(Book, rating="none"))) == 1


def test_pages_can_be_chosen_by_answer(root):
    fill(2)
    Page.objects.filter(title="text0").update(status=404)
    assert [shown(root.get(address(Page, answer=n))) for n in "2345"] == [1, 0, 1, 0]


def test_kinds_share_one_admin():
    own = {"__module__", "list_display", "list_filter", "search_fields", "search_help_text"}
    for model in kinds():
        site = admin.site.get_model_admin(model)
        if isinstance(site, RecordAdmin):
            extra = set(vars(type(site))) - own - {"autocomplete_fields", "media", "__doc__"}
            assert len([name for name in extra if not name.startswith("__")]) <= 2, model
