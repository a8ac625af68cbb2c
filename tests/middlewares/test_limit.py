"""`-a limit=N` lets exactly N items through."""

import json

import pytest

from tests.crawling import MANY, crawl

ALONE = {"DJANGO_ENABLED": 0}


@pytest.fixture
def run(tmp_path):
    """Crawl without a database; returns the exit code, the log and the items."""

    def run(spider, *, settings=None, **args):
        feed = tmp_path / "out.jsonl"
        settings = ALONE | (settings or {})
        done = crawl(spider, "-O", str(feed), args=args, settings=settings, timeout=60)
        return done.returncode, done.stderr, _items(feed)

    return run


@pytest.mark.parametrize("limit", [1, 7, 501])
def test_limit_is_exact_for_items_of_start(run, limit):
    code, log, items = run("many", n=2000, limit=limit, settings=MANY)
    assert (code, len(items)) == (5, limit)
    assert "Spider closed (limit)" in log
    assert [item["upc"] for item in items] == [f"upc-{number:06}" for number in range(limit)]


@pytest.mark.parametrize("limit", [1, 7, 25])
def test_limit_is_exact_for_items_of_pages(run, practice_site, limit):
    code, log, items = run("quotes", base_url=practice_site.url + "/quotes/", limit=limit)
    assert (code, len(items)) == (5, limit)
    assert "Spider closed (limit)" in log


def test_limit_that_is_not_reached_changes_nothing(run, practice_site):
    code, log, items = run("quotes", base_url=practice_site.url + "/quotes/", limit=1000)
    assert (code, len(items)) == (0, 150)
    assert "Spider closed (finished)" in log


def test_limit_asks_for_little_more_than_it_needs(run, practice_site):
    one_by_one = {"CONCURRENT_REQUESTS": 1}
    url = practice_site.url + "/quotes/"
    assert run("quotes", base_url=url, limit=10, settings=one_by_one)[0] == 5
    assert sum(practice_site.hits().values()) <= 4


def _items(feed):
    return [json.loads(line) for line in feed.read_text("utf-8").splitlines()]
