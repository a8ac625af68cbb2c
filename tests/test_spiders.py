"""The spiders, end to end, in their own process, against the practice site."""

import json
from collections import Counter

import pytest

from tests.crawling import crawl

# These settings leave Django and waiting out; everything else is as in a real crawl.
ALONE = {"DJANGO_ENABLED": 0, "ADDONS": "{}", "DOWNLOAD_DELAY": 0}


@pytest.fixture
def items(practice_site, tmp_path):
    """Crawl a part of the practice site; returns its items."""

    def run(spider, path, *, code=0, settings=None, **args):
        feed = tmp_path / "out.jsonl"
        args = {"base_url": practice_site.url + path} | args
        done = crawl(spider, "-O", str(feed), args=args, settings=ALONE | (settings or {}))
        assert done.returncode == code, done.stderr[-3000:]
        return [json.loads(line) for line in feed.read_text("utf-8").splitlines()]

    return run


def test_books_finds_every_book_once(items, practice_site):
    books = items("books", "/books/")
    assert len(books) == 1000
    assert len({book["upc"] for book in books}) == 1000
    assert len({book["category"] for book in books}) == 50
    assert Counter(book["category"] for book in books)["Mystery"] == 32
    assert {type(book["stock"]) for book in books} == {int}
    assert {book["rating"] for book in books} == {1, 2, 3, 4, 5}
    hits = practice_site.hits()
    del hits["/robots.txt"]
    assert set(hits.values()) == {1}


def test_books_reads_pages_before_further_lists(items, practice_site):
    one_by_one = {"CONCURRENT_REQUESTS": 1}
    books = items("books", "/books", limit=5, code=5, settings=one_by_one)
    assert len(books) == 5
    assert sum("/category/" in path for path in practice_site.hits()) <= 3


def test_books_keeps_what_it_cannot_read_as_text(items):
    books = {book["title"]: book for book in items("books", "/fault/books")}
    assert len(books) == 31
    assert books["price-free"]["price"] == "Free"
    assert books["price-euro"]["price"] == "1234.56"
    assert books["rating-unknown"]["rating"] == "Eleven"
    assert books["reviews-words"]["reviews"] == "many"
    assert books["no-category"]["category"] is None
    assert books["upc-missing"]["upc"] == ""


def test_quotes_finds_quotes_and_their_authors(items, practice_site):
    found = items("quotes", "/quotes")
    authors = [item for item in found if "born_date" in item]
    quotes = [item for item in found if "text" in item]
    assert (len(quotes), len(authors)) == (100, 50)
    assert len({quote["text"] for quote in quotes}) == 100
    assert {quote["url"] for quote in quotes} == {author["url"] for author in authors}
    assert {quote["author"] for quote in quotes} == {author["name"] for author in authors}
    assert all(author["born_date"][4] == "-" for author in authors)
    assert set(practice_site.hits().values()) == {1}
