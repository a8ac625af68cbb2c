"""The practice site's pages for a browser, without one."""

import http.client
import json
import re
from urllib.parse import urlsplit

import pytest

from tests.site.hostile import HOSTILE
from tests.site.scripted import LISTS, LOGIN, SESSION


@pytest.fixture
def ask(practice_site):
    def get(path, *, method="GET", body=None, headers=None):
        host = urlsplit(practice_site.url).netloc
        connection = http.client.HTTPConnection(host, timeout=10)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return response, response.read().decode("utf-8", "replace")
        finally:
            connection.close()

    return get


def test_scripted_lists_hold_the_quotes_in_their_script_only(ask, practice_site):
    _, plain = ask("/quotes/page/2/")
    _, scripted = ask("/quotes/js/page/2/")
    data = json.loads(re.search(r"var data = (.+?); show", scripted)[1])
    assert re.findall(r'itemprop="author">([^<]+)<', plain) == [
        each["author"]["name"] for each in data
    ]
    assert 'class="quote"' not in scripted
    assert "/quotes/js/page/3/" in scripted
    assert "page/11/" not in ask("/quotes/js/page/10/")[1]


def test_api_pages_through_all_quotes(ask):
    pages = [json.loads(ask(f"/quotes/api/quotes?page={number}")[1]) for number in range(1, 12)]
    assert [len(page["quotes"]) for page in pages] == [10] * 10 + [0]
    assert [page["has_next"] for page in pages] == [True] * 9 + [False] * 2


@pytest.mark.parametrize("name", LISTS)
def test_lists_by_script_are_there(ask, name):
    assert ask(f"/quotes/{name}")[0].status == 200


def test_login_wants_the_scripts_token_and_gives_a_session(ask):
    form = "username={}&password={}&token={}"
    assert ask("/quotes/login", method="POST", body=form.format(*LOGIN, ""))[0].status == 403
    right = form.format(*LOGIN, "made-by-script")
    response, _ = ask("/quotes/login", method="POST", body=right)
    assert (response.status, response.headers["Location"]) == (303, "/quotes/member")
    assert response.headers["Set-Cookie"].startswith(SESSION)
    assert ask("/quotes/member")[0].status == 303
    assert "Welcome" in ask("/quotes/member", headers={"Cookie": SESSION})[1]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page_is_there(ask, name):
    assert ask(f"/hostile/{name}?to=http://127.0.0.1:1")[0].status == 200
    assert ask("/hostile/nothing")[0].status == 404
