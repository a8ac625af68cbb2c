"""Readers of a cgit's pages against what no cgit of ours writes."""

from datetime import UTC, datetime

import pytest
from scrapy.http import HtmlResponse

from crawlers import fields
from crawlers.forge.addresses import folder_of, page_of
from crawlers.forge.commit import read_commit
from crawlers.forge.header import is_cgit, read_header
from crawlers.forge.index import read_index
from crawlers.forge.items import commit, detailed, repository
from crawlers.forge.log import LogRow, read_log
from crawlers.forge.reach import BEGINNING, Reach
from crawlers.forge.tree import read_tree
from crawlers.spiders.cgit import CgitSpider
from pipelines.validation import Refusal, read_item

HASH = "0123456789abcdef" * 4  # of SHA-256
LOG = "<div class='content'><table class='list'><tr class='nohover'><th>Commit message</th></tr>{}"
LINE = "<tr><td>{}</td><td><a href='/a/commit/?id={}'>{}</a></td><td>{}</td></tr>"


def page(body, url="https://git.example/a/log/"):
    return HtmlResponse(url, body=body.encode(), encoding="utf-8")


def lines(*rows):
    return page(LOG.format("".join(LINE.format(*row) for row in rows)))


@pytest.mark.parametrize(
    ("summary", "log", "folder"),
    [
        ("https://h.example/a/", "https://h.example/a/log/", "https://h.example/a/tree/s%20%25"),
        # As cgit writes addresses without a virtual root (repolink() in ui-shared.c).
        (
            "https://h.example/cgit.cgi?url=a%2F",
            "https://h.example/cgit.cgi?url=a%2Flog%2F",
            "https://h.example/cgit.cgi?url=a%2Ftree%2Fs%25",
        ),
    ],
)
def test_addresses_of_a_repository(summary, log, folder):
    assert page_of(summary, "log") == log
    tail = folder_of(summary, folder)
    assert (bool(tail), page_of(summary, "tree") + tail) == (True, folder)
    assert folder_of(summary, "https://elsewhere.example/a/tree/s") == ""
    assert "id=12" in page_of(summary, "commit", id="12")


def test_log_of_a_repository_with_long_hashes():
    (row,) = read_log(lines(("<span title='2026-11-24 01:00:00 +0530'>1 min.</span>", HASH,
                             "S", "A"))).rows  # fmt: skip
    assert (row.hash, row.zone) == (HASH, "+0530")
    assert row.date == datetime(2026, 11, 23, 19, 30, tzinfo=UTC)


@pytest.mark.parametrize("said", ["0" * 39, "0" * 41, "HEAD", "0" * 63 + "G", "' onclick='x"])
def test_a_line_without_a_hash_is_refused_with_its_words(said):
    (row,) = read_log(lines(("x", said, "Subject", "Ann"))).rows
    assert row.hash == ""
    item = repository("https://git.example/", next(_listed()))
    refused = read_item(commit(item, row))
    assert isinstance(refused, Refusal)
    assert "Subject" in refused.raw


def _listed(href="/a/"):
    row = f"<tr><td class='toplevel-repo'><a href='{href}'>a</a></td></tr>"
    return read_index(page(f"<div class='content'><table class='list'>{row}</table></div>"))


@pytest.mark.parametrize("href", ["", "http://[", "javascript:alert(1)", "/" + "x" * 3000])
def test_a_repository_without_an_address_is_refused(href):
    item = repository("https://git.example/", next(_listed(href)))
    assert item.page_url == ""
    assert isinstance(read_item(item), Refusal)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("3 hours", "3 hours"),
        ("2014-03-01", "2014-03-01"),
        ("2026-11-24 10:00:00 (CET)", "2026-11-24 10:00:00 (CET)"),
        ("2026-13-24 10:00:00 +0000", "2026-13-24 10:00:00 +0000"),
        ("2026-11-24 10:00:00 +9999", "2026-11-24 10:00:00 +9999"),
        ("99999-11-24 10:00:00 +0000", "99999-11-24 10:00:00 +0000"),
        ("", None),
        ("2026-11-24 10:00:00 (GMT)", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("2026-11-24T12:00:00+02:00", datetime(2026, 11, 24, 10, tzinfo=UTC)),
    ],
)
def test_moments_are_read_for_certain_or_not_at_all(said, read):
    assert fields.moment(said) == read


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("a.py", "python"), ("list.h", "c/c++"), ("x.pl", "perl"), ("Makefile", "makefile"),
        ("go.mod", "go-mod"), ("logo.png", None), ("icon.svg", None), ("README", None),
        ("notes.txt", None), ("no-such.zzz", None), ("", None), (".", None),
        ("\ud800.py", "python"),
    ],
)  # fmt: skip
def test_languages_by_file_name(name, language):
    assert fields.language(name) == language


def test_an_email_address_is_never_kept():
    row = LogRow("0" * 40, "Ann", None, "", "S")
    item = repository("https://git.example/", next(_listed()))
    said = commit(item, row)
    body = """<div id='cgit'><table class='commit-info'>
    <tr><th>author</th><td>Ann &lt;Ann@A.example&gt;</td><td class='right'>x</td></tr>
    <tr><th>committer</th><td>Ann</td><td class='right'>2026-11-24 10:00:00 +0000</td></tr>
    <tr><th>commit</th><td><a>0000000000000000000000000000000000000000</a></td></tr></table>"""
    found = read_commit(page(body))
    one, two = (detailed(said, found, salt).email_hash for salt in ("salt", "other"))
    assert len({one, two, ""}) == 3
    assert "@" not in str(detailed(said, found, "salt"))
    assert detailed(said, found, "").email_hash == ""


def test_a_folder_that_is_not_whole_is_not_counted():
    head = "<div class='content'><table class='list'><tr class='nohover'><th>Mode</th></tr>"
    line = "<tr><td class='ls-mode'>{}</td><td><a class='{}' href='{}'>n.py</a></td></tr>"
    good = line.format("-rw-r--r--", "ls-blob", "/a/tree/n.py")
    bad = "<tr><td colspan='3'>Bad object: n 12</td></tr>"
    away = line.format("d---------", "ls-dir", "https://elsewhere.example/a/tree/n")
    summary = "https://git.example/a/"
    assert read_tree(page(head + good), summary).is_whole
    assert not read_tree(page(head + good + bad), summary).is_whole
    assert not read_tree(page(head + good + away), summary).is_whole
    assert not read_tree(page("<div class='content'><div class='error'>x"), summary).is_whole


def test_how_far_a_log_is_read():
    rows = [LogRow(f"{n}", "", datetime(2026, 1, 10 - n, tzinfo=UTC), "", "") for n in range(5)]
    part = Reach(BEGINNING, 3).part(rows, 0)
    assert ([row.hash for row in part.rows], part.is_end) == (["0", "1", "2"], True)
    assert part.back_to == datetime(2026, 1, 8, tzinfo=UTC)
    since = datetime(2026, 1, 9, tzinfo=UTC)
    part = Reach(since, 100).part(rows, 0)
    assert ([row.hash for row in part.rows], part.is_end, part.back_to) == (
        ["0", "1"],
        True,
        since,
    )
    unread = [LogRow("x", "", "3 hours", "", "")]
    part = Reach(since, 100).part(unread, 0)
    assert (list(part.rows), part.is_end, part.back_to) == (unread, False, None)


@pytest.mark.parametrize("body", ["", "<div id=cgit>", "\0", "<table class=tabs><a>summary</a>"])
def test_pages_of_nothing_are_read_as_nothing(body):
    found = page(body)
    assert read_log(found).rows == []
    assert list(read_index(found)) == []
    assert read_header(found).summary == ""
    assert is_cgit(found) == ("cgit" in body)


async def test_a_page_that_is_missing_says_nothing_and_the_way_goes_on():
    spider = CgitSpider(url="https://git.example/")
    item = repository("https://git.example/", next(_listed()))
    item.head = "0" * 40
    (request,) = [each async for each in spider.parse_log(None, item)]
    assert request.url == item.url
    (request,) = [each async for each in spider.parse_summary(None, item)]
    assert request.url == "https://git.example/a/tree/"
    (end,) = [each async for each in spider.parse_tree(None, item, [], {}, 0)]
    assert (end.files, end.folders) == (None, 0)
    # The rest of a range is missing: nothing is said, and the next crawl asks again.
    new = {"old": "1" * 40, "is_ahead": False, "read": 10}
    assert [each async for each in spider.parse_new(None, item, **new)] == []
    gone = [each async for each in spider.parse_gone(None, item, "1" * 40, ["failed"])]
    assert [each.callback.__name__ for each in gone] == ["parse_again"]
