"""Who may ask the API, and how often."""

from base64 import b64encode

from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from tests.webapp.programs import asked, token_for, with_token
from tests.webapp.rows import fill
from webapp.accounts.models import Scope


def test_who_asks_without_a_token_gets_nothing(sqlite_database):
    fill(1)
    bad = [
        {},
        {"Authorization": "Bearer x"},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic x"},
    ]
    for headers in bad:
        for path in ("kinds", "kinds/books/items", "kinds/books/changes", "jobs", "openapi.json"):
            response = Client(headers=headers).get(f"/api/{path}")
            assert response.status_code == 401
            assert response["WWW-Authenticate"].startswith("Bearer")
            assert "text0" not in response.content.decode()


def test_scope_and_rights_both_have_to_hold(sqlite_database):
    fill(1)
    nobody, root = User.objects.create_user("nobody"), User.objects.create_superuser("root")
    paths = {"items": "kinds/books/items", "history": "kinds/books/changes", "jobs": "jobs"}
    for scope in Scope:
        mine, none = (with_token(token_for(user, scope)) for user in (root, nobody))
        found = {name: mine.get(f"/api/{path}").status_code for name, path in paths.items()}
        assert found == {name: 200 if name == scope else 403 for name in paths}
        assert none.get(f"/api/{paths[scope]}").status_code == 403
    assert asked(with_token(token_for(nobody, *Scope)), "kinds") == []


def test_whoever_is_logged_in_may_look_and_a_bad_token_is_not_overlooked(reader):
    client = Client()
    client.force_login(reader)
    assert client.get("/api/kinds").status_code == 200
    assert client.get("/api/kinds", headers={"Authorization": "Bearer x"}).status_code == 401


def test_public_site_answers_everybody_and_writes_for_nobody(sqlite_database, settings):
    settings.PUBLIC_SITE = True
    fill(1)
    client = Client()
    for path in (
        "/",
        "/books/",
        "/jobs/",
        "/charts/books/price/",
        "/api/",
        "/api/kinds/books/items",
    ):
        assert client.get(path).status_code == 200, path
    assert client.get("/feeds/books/").status_code == 200
    assert client.get("/api/kinds", headers={"Authorization": "Bearer x"}).status_code == 401
    assert client.get("/admin/catalog/book/").status_code == 302
    assert client.post("/views/save/books/", {"name": "x"}).status_code == 302
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)("/api/kinds/books/items").status_code == 405


def test_rate_is_limited_for_each_token_and_each_person(reader, settings):
    settings.API_RATE = 3
    cache.clear()
    one, other = (with_token(token_for(reader, *Scope)) for _ in range(2))
    assert [one.get("/api/kinds").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = one.get("/api/kinds")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "Too many requests" in refused.json()["detail"]
    assert other.get("/api/kinds").status_code == 200
    person = Client()
    person.force_login(reader)
    assert [person.get("/api/kinds").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_token_is_taken_as_bearer_by_the_api_and_as_a_password_by_feeds(reader):
    fill(1)
    secret = token_for(reader, Scope.HISTORY)
    basic = b64encode(f"any:{secret}".encode()).decode()
    feed = Client(headers={"Authorization": f"Basic {basic}"}).get("/feeds/books/")
    assert (feed.status_code, feed["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    other = token_for(reader, Scope.JOBS)
    assert with_token(other).get("/feeds/books/").status_code == 403
    assert Client().get("/feeds/books/")["WWW-Authenticate"].startswith("Basic")
