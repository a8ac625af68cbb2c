"""`scrapy crawl` as its user meets it: wrong use, limits, outputs, exit codes."""

import json
import subprocess
import sys

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from tests.crawling import ROOT, command, crawl
from tests.terminal import run_on_terminal
from webapp.catalog.models import Book
from webapp.crawls.models import Job

ALONE = {"DJANGO_ENABLED": 0}
BROKEN = ALONE | {"SPIDER_MODULES": "tests.practice_spiders.broken"}
SPIDERS = ", ".join(
    sorted(SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["crawlers.spiders"]})).list())
)
SCRAPY = [sys.executable, "-m", "scrapy", "crawl"]

WRONG = {
    "no-spider": ("", f"name one spider. There are: {SPIDERS}."),
    "two-spiders": ("books quotes", f"name one spider. There are: {SPIDERS}."),
    "unknown-spider": (
        "bokks",
        f"no spider 'bokks'. Did you mean 'books'? There are: {SPIDERS}.",
    ),
    "nothing-alike": ("zebra", f"no spider 'zebra'. There are: {SPIDERS}."),
    "unknown-argument": (
        "books -a limti=3",
        (
            "Spider 'books' takes no argument 'limti'. "
            "Did you mean 'limit'? It takes: limit, base_url, job, resume."
        ),
    ),
    "argument-missing": (
        "pages",
        "Spider 'pages' needs -a url=…: where to start: one or more addresses.",
    ),
    "limit-zero": (
        "books -a limit=0",
        "-a limit='0': limit must be a whole number of at least 1.",
    ),
    "limit-word": (
        "books -a limit=x",
        "-a limit='x': limit must be a whole number of at least 1.",
    ),
    "url-ftp": (
        "pages -a url=ftp://x",
        "-a url='ftp://x': url must be an address that starts with http:// or https://.",
    ),
    "url-broken": (
        "pages -a url=http://[",
        "-a url='http://[': url must be an address that starts with http:// or https://.",
    ),
    "setting-without-value": ("books -s LOG_LEVEL", "Invalid -s value, use -s NAME=VALUE"),
    "argument-without-value": ("books -a limit", "Invalid -a value, use -a NAME=VALUE"),
    "unknown-option": (
        "books --limit=3",
        "no option '--limit=3'. `scrapy crawl -h` lists them.",
    ),
    "log-level": (
        "books -L LOUD",
        "no log level 'LOUD'. There are: DEBUG, INFO, WARNING, ERROR, CRITICAL.",
    ),
}


@pytest.mark.parametrize(("line", "sentence"), WRONG.values(), ids=WRONG)
def test_wrong_use_is_one_line_and_code_2(line, sentence):
    done = subprocess.run(
        [*SCRAPY, *line.split()], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"scrapy crawl: {sentence}\n"


def test_wrong_use_on_a_terminal_is_the_same_line():
    code, shown = run_on_terminal([*SCRAPY, "books", "-a", "limit=0"])
    assert code == 2
    assert shown == "scrapy crawl: -a limit='0': limit must be a whole number of at least 1.\n"


def test_limit_gives_exactly_as_many_items_and_says_so(practice_site, sqlite_database, tmp_path):
    feed = tmp_path / "out.jsonl"
    args = {"base_url": practice_site.url + "/books/", "limit": 7}
    done = crawl("books", "-O", str(feed), args=args, env=sqlite_database.env)
    assert done.returncode == 5, done.stderr
    job = Job.objects.get()
    assert (job.finish_reason, job.exit_code, job.items_created) == ("limit", 5, 7)
    items = [json.loads(line) for line in feed.read_text("utf-8").splitlines()]
    assert len(items) == 7
    stored = {(book.upc, book.title, str(book.price)) for book in Book.objects.all()}
    assert {(item["upc"], item["title"], item["price"]) for item in items} == stored


def test_feed_holds_what_was_stored_and_nothing_refused(practice_site, sqlite_database, tmp_path):
    feed = tmp_path / "out.jsonl"
    args = {"base_url": practice_site.url + "/fault/books/"}
    done = crawl("books", "-O", str(feed), args=args, env=sqlite_database.env)
    assert done.returncode == 3, done.stderr
    items = [json.loads(line) for line in feed.read_text("utf-8").splitlines()]
    stored = set(Book.objects.values_list("upc", flat=True))
    assert {item["upc"] for item in items} == stored
    assert 0 < len(stored) < 31


def test_crawl_without_a_database_needs_none(practice_site, tmp_path):
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "VAR_DIR": str(tmp_path)}
    args = {"base_url": practice_site.url + "/quotes/"}
    done = crawl("quotes", args=args, settings=ALONE, env=nowhere)
    assert done.returncode == 0, done.stderr
    assert "150 items" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_log_goes_to_the_log_and_ends_with_the_figures(practice_site, sqlite_database):
    args = {"base_url": practice_site.url + "/quotes/"}
    done = crawl("quotes", args=args, env=sqlite_database.env)
    assert (done.returncode, done.stdout) == (0, "")
    assert "\x1b" not in done.stderr
    assert "Spider opened" in done.stderr
    summary = done.stderr.splitlines()[-1]
    address = f"http://127.0.0.1:8000/admin/crawls/job/{Job.objects.get().pk}/change/"
    assert "quotes: finished, exit code 0: 60 pages, 150 items, 150 items created" in summary
    assert summary.endswith(address)


def test_nolog_leaves_the_exit_code_only(practice_site):
    args = {"base_url": practice_site.url + "/quotes/", "limit": 3}
    done = crawl("quotes", "--nolog", args=args, settings=ALONE)
    assert (done.returncode, done.stdout, done.stderr) == (5, "", "")
    assert run_on_terminal(command("quotes", "--nolog", args=args, settings=ALONE)) == (5, "")


def test_error_in_start_is_one_sentence_and_code_1():
    done = crawl("broken-start", settings=BROKEN)
    assert done.returncode == 1
    assert "broken-start: start_error, exit code 1" in done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.endswith("ERROR: start() of the spider raised ZeroDivisionError: no start")


def test_error_in_start_after_an_item_leaves_the_crawl_incomplete():
    done = crawl("broken-start", args={"items": 1}, settings=BROKEN)
    assert done.returncode == 3
    assert "broken-start: start_error, exit code 3" in done.stderr


def test_spider_that_cannot_be_made_is_one_sentence_and_code_1():
    done = crawl("broken-init", "-L", "ERROR", settings=BROKEN)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.endswith("ERROR: Not started: ZeroDivisionError: no spider")
