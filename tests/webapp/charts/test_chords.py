"""Chords: labels that stand together, sections that link each other."""

from collections import Counter
from datetime import UTC, datetime
from itertools import combinations
from random import Random

import pytest

from webapp.catalog.models import Author, Page, Quote, Tag
from webapp.charts.queries.sections import section_of, sections
from webapp.charts.queries.together import together

CHANCE = Random(6)  # always the same rows
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_tags_that_occur_together(database):
    author = Author.objects.create(name="A")
    tags = [Tag.objects.create(name=f"tag {n:02}") for n in range(30)]
    truth, used = Counter(), Counter()
    for n in range(80):
        quote = Quote.objects.create(key=f"{n}", text="t", author=author)
        chosen = CHANCE.sample(tags[: 10 + n % 20], 3)
        quote.tags.set(chosen)
        names = sorted(tag.name for tag in chosen)
        truth.update(combinations(names, 2))
        used.update(names)
    answer = together("tags")(Quote.objects.all())
    top = {n for n, _ in sorted(used.items(), key=lambda pair: (-pair[1], pair[0]))[:24]}
    assert {tuple(sorted(row[:2])): row[2] for row in answer.rows} == {
        pair: count for pair, count in truth.items() if top.issuperset(pair)
    }
    assert answer.notes == [f"Cut: the 24 most used of {len(used)} labels."]
    # Those that stand with one tag: the others are counted too.
    with_one = together("tags")(Quote.objects.filter(tags__name="tag 00"))
    mine = {row[1] if row[0] == "tag 00" else row[0] for row in with_one.rows if "tag 00" in row}
    assert len(mine) > 3


def test_sections_that_link_each_other(database):
    site = "http://127.0.0.1:8080"
    links = [f"{site}/a/2", f"{site}/b/", f"{site}/", f"{site}/b?x=/c/", 7]
    Page.objects.create(url=f"{site}/a/1", status=200, depth=0, links=links)
    Page.objects.create(url=f"{site}/b/1#x", status=200, depth=0, links=[f"{site}/a/1"])
    rows = sections("url", "links")(Page.objects.all()).rows
    assert rows == [("a/", "/", 2), ("a/", "a/", 1), ("a/", "b/", 1), ("b/", "a/", 1)]


def test_sections_of_one_folder_are_the_folders_in_it_and_of_many_sites_the_sites(database):
    Page.objects.create(url="http://a/site/x/1", status=200, depth=0, links=["http://a/other"])
    Page.objects.create(url="http://a/site/y/1", status=200, depth=0, links=["http://a/site/"])
    rows = sections("url", "links")(Page.objects.all()).rows
    assert rows == [("x/", "elsewhere", 1), ("y/", "/", 1)]
    Page.objects.create(url="https://b/", status=200, depth=0, links=["https://b/x"])
    rows = sections("url", "links")(Page.objects.all()).rows
    assert rows == [("a/", "a/", 2), ("b/", "b/", 1)]


@pytest.mark.parametrize("url", ["", "x", "://", "http://a", "http://a?/b/", "\ud800"])
def test_whatever_is_no_address_is_in_no_folder(url):
    assert section_of(url) == "/"
