"""`-O FILE`: what is stored is in the file, and a file that cannot be written is no success."""

import json

from tests.crawling import crawl, crawl_many
from webapp.catalog.models import Book
from webapp.crawls.models import Job


def test_feed_holds_what_was_stored(sqlite_database, tmp_path):
    feed = tmp_path / "books.jsonl"
    assert crawl_many(sqlite_database, "-O", str(feed), n=300, bad=100).returncode == 3
    written = {json.loads(line)["upc"] for line in feed.read_text().splitlines()}
    assert written == set(Book.objects.values_list("upc", flat=True))
    assert len(written) == 297


def test_feed_that_cannot_be_written_is_no_success(sqlite_database, practice_site):
    args = {"base_url": f"{practice_site.url}/quotes/"}
    ended = crawl("quotes", "-O", "/proc/none.jsonl", args=args, env=sqlite_database.env)
    assert ended.returncode == 3, ended.stderr
    assert Job.objects.get().exit_code == 3
