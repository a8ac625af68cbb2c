"""What a role may see and do."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from tests.webapp.conftest import logged_in
from tests.webapp.rows import MODELS, fill, name_of
from webapp.accounts.models import Token
from webapp.accounts.roles import ROLES
from webapp.catalog.models import Book
from webapp.crawls.models import Job

# The last two are for monitors, which guard themselves and know this machine.
OPEN = {"/login/", "/logout/", "/admin/login/", "/healthz", "/metrics"}


def with_role(name, role):
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.mark.parametrize("role", ROLES)
def test_role_opens_what_it_names(sqlite_database, role):
    fill(1)
    client = logged_in(with_role("someone", role))
    works = role != "reader"
    assert client.get("/admin/").status_code == (200 if works else 302)
    seen = [client.get(reverse(f"admin:{name_of(model)}_changelist")) for model in MODELS]
    tokens = MODELS.index(Token)
    allowed = [works and (role == "admin" or n != tokens) for n in range(len(MODELS))]
    assert [each.status_code == 200 for each in seen] == allowed
    assert client.get("/").status_code == 200


def test_role_changes_what_it_names(sqlite_database):
    fill(1)
    book, job = Book.objects.get(), Job.objects.get()
    asked = ("catalog.change_book", "catalog.delete_book", "crawls.delete_job", "auth.add_user")
    users = {role: with_role(role, role) for role in ROLES}
    may = {role: [name for name in asked if users[role].has_perm(name)] for role in ROLES}
    assert may == {
        "reader": [],
        "operator": ["crawls.delete_job"],
        "editor": ["catalog.change_book", "catalog.delete_book"],
        "admin": list(asked),
    }
    client = logged_in(User.objects.get(username="editor"))
    page = reverse("admin:catalog_book_change", args=[book.pk])
    values = {"url": book.url, "title": "New", "price": "3.20", "category": ""}
    assert client.post(page, values).status_code == 302
    assert Book.objects.get().title == "New"
    gone = reverse("admin:crawls_job_delete", args=[job.pk])
    assert client.post(gone, {"post": "yes"}).status_code == 403


def test_who_may_not_log_in_any_more_may_do_nothing(sqlite_database):
    user = with_role("gone", "admin")
    user.is_active = False
    user.save()
    assert not User.objects.get(username="gone").has_perm("catalog.view_book")
