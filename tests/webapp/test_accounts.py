"""Who gets in, who does not, and what a role may do."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from tests.webapp.conftest import logged_in
from tests.webapp.rows import fill

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
