"""Who gets in, who does not, and what a role may do."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.template.loader import render_to_string
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from tests.webapp.conftest import logged_in
from tests.webapp.rows import MODELS, fill, name_of
from webapp.accounts.models import Token
from webapp.accounts.roles import ROLES
from webapp.catalog.models import Book
from webapp.crawls.models import Job

# The last two are for monitors, which guard themselves and know this machine.
OPEN = {"/login/", "/logout/", "/admin/login/", "/healthz", "/metrics"}


def addresses(resolver=None, prefix="/"):
    """Return an address for every pattern there is, whoever wrote it."""
    for each in (resolver or get_resolver()).url_patterns:
        path = re.sub(r"<(int|path):\w+>", "1", prefix + str(each.pattern))
        path = re.sub(r"<\w+:\w+>|<\w+>", "book", path)
        path = re.sub(r"\(\?P<\w+>.*?\)|[\^$]", "", path)
        if isinstance(each, URLPattern):
            yield path
        else:
            yield from addresses(each, path)


def with_role(name, role):
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get(name=role))
    return user


def test_nothing_is_shown_to_who_is_not_logged_in(sqlite_database):
    fill(1)
    found = sorted({*addresses()} - OPEN)
    assert len(found) > 60
    client = Client()
    for address in found:
        response = client.get(address)
        assert response.status_code in {302, 401, 404}, address
        if response.status_code == 302:
            assert "/login/?next=" in response.headers["Location"], address


def test_login_page_is_the_sites_own(sqlite_database):
    User.objects.create_user("ann", password="long enough 1")
    client = Client(enforce_csrf_checks=True)
    page = client.get("/", follow=True)
    assert page.redirect_chain == [("/login/?next=/", 302)]
    assert "<title>Log in · Spidersilk</title>" in page.content.decode()
    token = client.cookies["csrftoken"].value
    form = {
        "username": "ann",
        "password": "long enough 1",
        "next": "/",
        "csrfmiddlewaretoken": token,
    }
    assert client.post("/login/", form).headers["Location"] == "/"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_login_leads_nowhere_else(sqlite_database, target):
    User.objects.create_user("ann", password="long enough 1")
    form = {"username": "ann", "password": "long enough 1", "next": target}
    assert Client().post("/login/", form).headers["Location"] == "/"


def test_who_guesses_is_shut_out_and_others_are_not(database, settings):
    settings.AXES_FAILURE_LIMIT = 3
    User.objects.create_user("ann", password="long enough 1")
    right, wrong = ({"username": "ann", "password": each} for each in ("long enough 1", "guess"))
    here, elsewhere = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    assert [here.post("/login/", wrong).status_code for _ in range(3)] == [200, 200, 429]
    shut = here.post("/login/", right)
    assert (shut.status_code, "Too many attempts" in shut.content.decode()) == (429, True)
    assert here.post("/admin/login/", right).status_code == 429
    assert elsewhere.post("/login/", right).status_code == 302
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert here.post("/login/", right).status_code == 302


def test_behind_a_proxy_the_last_address_counts(sqlite_database, settings):
    settings.AXES_FAILURE_LIMIT = 2
    settings.BEHIND_PROXY = True
    wrong = {"username": "ann", "password": "guess"}
    said = ["192.0.2.1", "203.0.113.9, 192.0.2.1", "192.0.2.2"]
    found = [
        Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=each).post("/login/", wrong)
        for each in said
    ]
    assert [each.status_code for each in found] == [200, 429, 200]


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


def test_token_is_shown_once_and_kept_as_a_digest(root):
    owner = User.objects.create_user("owner")
    values = {"name": "nightly", "user": owner.pk, "scopes": ["items"]}
    shown = root.post(reverse("admin:accounts_token_add"), values, follow=True).content.decode()
    (secret,) = re.findall(r'<code class="secret">(spidersilk_[\w-]{43})</code>', shown)
    token = Token.objects.get()
    assert secret not in str(Token.objects.values().get())
    assert Token.of(secret) == token
    address = reverse("admin:accounts_token_change", args=[token.pk])
    assert secret not in root.get(address).content.decode()
    root.post(address, values | {"name": "other"})
    assert Token.of(secret).name == "other"
    assert "Select a valid choice" in root.post(address, values | {"scopes": "x"}).content.decode()


def test_token_ends_with_its_user_its_time_and_its_row(sqlite_database):
    owner = User.objects.create_user("owner")
    token = Token(name="t", user=owner, scopes=["items"])
    secret = token.make_secret()
    token.save()
    assert Token.of(secret) == token
    assert Token.of(secret[:-1]) is None
    assert Token.of("\ud800") is None
    Token.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert Token.of(secret) is None
    Token.objects.update(expires=timezone.now() + timedelta(days=1))
    User.objects.update(is_active=False)
    assert Token.of(secret) is None


def test_minute_of_a_token_has_room_for_so_many(database):
    token = Token(name="t", user=User.objects.create_user("owner"))
    token.make_secret()
    token.save()
    now = timezone.now().replace(second=0, microsecond=0)
    assert [token.take(2, now) for _ in range(3)] == [True, True, False]
    assert token.take(2, now + timedelta(seconds=60))
    assert Token.objects.get().used == 1


@pytest.mark.parametrize("path", ["/nowhere/", "/books/nothing/", "/charts/books/<b>/"])
def test_what_is_not_there_is_said_on_a_page_of_the_site(root, path):
    page = root.get(path)
    assert page.status_code == 404
    assert "<h1>There is no such page</h1>" in page.content.decode()
    assert not re.search("<b>|Resolver404", page.content.decode())


def test_what_may_not_be_seen_is_said_on_a_page_of_the_site(sqlite_database):
    page = logged_in(User.objects.create_user("nobody")).get("/books/")
    assert (page.status_code, "You may not see" in page.content.decode()) == (403, True)


def test_a_mistake_of_ours_is_said_on_a_page_that_needs_nothing(root):
    for name in ("400.html", "500.html", "403_csrf.html"):
        assert "<h1>" in render_to_string(name)


@pytest.mark.parametrize("path", ["/", "/books/", "/charts/", "/api/", "/admin/", "/nowhere/"])
def test_every_page_carries_its_policy(root, path):
    headers = root.get(path).headers
    policy = dict(each.split(" ", 1) for each in headers["Content-Security-Policy"].split("; "))
    assert policy.pop("default-src") == "'none'"
    assert {policy.pop(name) for name in ("base-uri", "frame-ancestors")} == {"'none'"}
    assert set(policy.values()) == {"'self'"}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
