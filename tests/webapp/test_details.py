"""Every row's page: whole, linked, and read-only for who may only look."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from tests.webapp.conftest import logged_in, staff
from tests.webapp.rows import MODELS, fill, name_of
from webapp.catalog.models import Author, Book, Category, Change, Page, Quote, Tag
from webapp.crawls.models import Job, Rejection

HISTORY = (Job, Rejection, Change)
every_model = pytest.mark.parametrize("model", MODELS, ids=name_of)


def page(row, action="change"):
    return reverse(f"admin:{name_of(type(row))}_{action}", args=[row.pk])


def text_of(response):
    """Return what a reader sees of a page."""
    assert response.status_code == 200
    content = response.content.decode().partition('id="content"')[2]
    return " ".join(re.sub(r"<[^>]*>", " ", content).split())


@every_model
def test_viewer_sees_lists_and_rows_without_any_control(viewer, model):
    fill(1)
    row = model.objects.get()
    for address in (reverse(f"admin:{name_of(model)}_changelist"), page(row)):
        response = viewer.get(address)
        content = response.content.decode().partition('id="content-start"')[2]
        assert response.status_code == 200
        assert "text0" in content or model is Job
        assert not re.search(r'name="(_save|_continue|_addanother|action)"', content)
        assert not re.search(r"<textarea|<select|/add/|/delete/", content)


@every_model
def test_viewer_cannot_write(viewer, model):
    fill(1)
    row = model.objects.get()
    before = model.objects.values().get()
    add = reverse(f"admin:{name_of(model)}_add")
    delete = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    assert viewer.post(page(row), {"name": "x", "title": "x"}).status_code == 403
    assert viewer.post(add, {"name": "x"}).status_code == 403
    assert viewer.post(page(row, "delete"), {"post": "yes"}).status_code == 403
    viewer.post(reverse(f"admin:{name_of(model)}_changelist"), delete)
    assert model.objects.values().get() == before


@every_model
def test_staff_without_permission_sees_nothing(sqlite_database, model):
    fill(1)
    client = logged_in(staff("nobody"))
    assert client.get(reverse(f"admin:{name_of(model)}_changelist")).status_code == 403
    assert client.get(page(model.objects.get())).status_code == 403


@pytest.mark.parametrize("model", HISTORY, ids=name_of)
def test_history_is_never_written_by_hand_but_can_be_deleted(root, model):
    fill(1)
    row = model.objects.get()
    assert root.get(reverse(f"admin:{name_of(model)}_add")).status_code == 403
    assert root.post(page(row), {}).status_code == 403
    assert root.post(page(row, "delete"), {"post": "yes"}).status_code == 302
    assert not model.objects.exists()


def test_editor_changes_a_book_but_not_its_key(sqlite_database):
    fill(1)
    book = Book.objects.get()
    client = logged_in(staff("editor", "view", "change"))
    values = {"upc": "other", "url": book.url, "title": "New", "price": "3.20", "category": ""}
    assert client.post(page(book), values).status_code == 302
    book.refresh_from_db()
    assert (book.upc, book.title, str(book.price)) == ("text0", "New", "3.20")


def test_quote_entered_by_hand_gets_its_key_and_only_once(root):
    author = Author.objects.create(name="A")
    values = {"url": "http://example.org/", "text": "Said.", "author": author.pk, "tags": []}
    add = reverse("admin:catalog_quote_add")
    assert root.post(add, values).status_code == 302
    said = {"author": "A", "text": "Said."}
    assert Quote.objects.get().key == Quote.derived(said)["key"]
    assert "is stored already" in text_of(root.post(add, values))
    assert "This field is required" in text_of(root.post(add, values | {"author": ""}))


def test_record_leads_to_its_job_changes_and_page(viewer):
    fill(1)
    book = Book.objects.get()
    content = viewer.get(page(book)).content.decode()
    assert f'href="{page(book.job)}"' in content
    assert f"?kind=catalog.Book&amp;record_id={book.pk}" in content
    assert 'rel="noopener noreferrer nofollow" class="out">http://example.org/0</a>' in content


def test_job_leads_to_what_it_left(viewer):
    fill(1)
    job = Job.objects.get()
    content = viewer.get(page(job)).content.decode()
    for model in (Book, Author, Quote, Page, Change, Rejection):
        target = reverse(f"admin:{name_of(model)}_changelist")
        assert f'href="{target}?job__id__exact={job.pk}"' in content


def test_label_leads_to_its_rows(viewer):
    fill(1)
    category = Category.objects.get()
    link = f"{reverse('admin:catalog_book_changelist')}?category__id__exact={category.pk}"
    assert link in viewer.get(page(category)).content.decode()
    assert link in viewer.get(reverse("admin:catalog_category_changelist")).content.decode()
    assert viewer.get(link).context["cl"].result_count == 1


def test_labels_are_counted(viewer):
    fill(2)
    quote = Quote.objects.first()
    quote.tags.add(*Tag.objects.all())
    Book.objects.update(category=Category.objects.get(name="text0"))
    categories = text_of(viewer.get(reverse("admin:catalog_category_changelist")))
    tags = text_of(viewer.get(reverse("admin:catalog_tag_changelist")))
    assert ("text0 2 books" in categories, "text1 0 books" in categories) == (True, True)
    assert sorted(re.findall(r"text\d (\d quotes?)", tags)) == ["1 quote", "2 quotes"]


def test_change_leads_to_its_row_while_that_is_there(viewer):
    fill(1)
    change, book = Change.objects.get(), Book.objects.get()
    listing = reverse("admin:catalog_change_changelist")
    assert f'href="{page(book)}"' in viewer.get(listing).content.decode()
    assert f'href="{page(book)}"' in viewer.get(page(change)).content.decode()
    book.delete()
    assert "text0 (deleted)" in text_of(viewer.get(listing))
    assert "text0 (deleted)" in text_of(viewer.get(page(change)))


def test_deleting_a_job_keeps_its_rows_and_counts_its_rejections(root):
    fill(1)
    job = Job.objects.get()
    for _ in range(1500):
        job.rejections.create(kind="catalog.Book", reason="r", raw="{}")
    asked = root.get(page(job, "delete"))
    assert "1,501 rejections" in text_of(asked)
    root.post(page(job, "delete"), {"post": "yes"})
    assert not Rejection.objects.exists()
    assert (Book.objects.get().job, Change.objects.get().job) == (None, None)


def test_only_who_may_delete_rejections_deletes_a_job(sqlite_database):
    fill(1)
    user = staff("deleter", "view")
    user.user_permissions.add(Permission.objects.get(codename="delete_job"))
    client = logged_in(User.objects.get(pk=user.pk))
    client.post(page(Job.objects.get(), "delete"), {"post": "yes"})
    assert Job.objects.exists()
