"""What is stored, what is not, and what is counted: real crawls on both databases."""

import json
import sqlite3
import threading
from decimal import Decimal

from django.db import connection

from tests.crawling import MANY, crawl_many, running_crawl, wait_for
from webapp.catalog.models import Author, Book, Category, Change, Quote, Tag
from webapp.crawls.models import Job, Rejection


def test_crawl_stores_every_item_with_its_relations(database):
    ended = crawl_many(database, n=1200, quotes=100)
    assert ended.returncode == 0, ended.stderr
    assert (Book.objects.count(), Category.objects.count()) == (1200, 50)
    assert (Quote.objects.count(), Author.objects.count(), Tag.objects.count()) == (100, 7, 11)
    book = Book.objects.select_related("category").get(upc="upc-000003")
    assert (book.price, book.category.name, book.rating) == (Decimal("3.50"), "Category 3", 4)
    quote = Quote.objects.get(text="Quote 12")
    assert sorted(tag.name for tag in quote.tags.all()) == ["tag 1", "tag 2"]
    assert Author.objects.get(name="Author 3").biography == "Born."
    assert not Change.objects.exists()


def test_job_row_tells_what_happened(database):
    crawl_many(database, n=300, bad=100)
    job = Job.objects.get()
    assert (job.spider, job.state, job.exit_code, job.finish_reason) == (
        "many",
        "finished",
        3,
        "finished",
    )
    assert (job.items_created, job.items_rejected, job.items_unchanged) == (297, 3, 0)
    assert job.arguments["n"] == 300
    assert job.stats["items/created"] == 297
    assert job.ended >= job.started
    assert job.version


def test_second_crawl_writes_nothing(database):
    crawl_many(database, n=600, quotes=50)
    before = set(Book.objects.values_list("pk", "changed", "job_id"))
    links = set(Quote.tags.through.objects.values_list("pk", flat=True))
    ended = crawl_many(database, n=600, quotes=50)
    assert ended.returncode == 0, ended.stderr
    assert set(Book.objects.values_list("pk", "changed", "job_id")) == before
    assert set(Quote.tags.through.objects.values_list("pk", flat=True)) == links
    assert Job.objects.first().items_unchanged == 657
    assert not Change.objects.exists()


def test_changed_rows_leave_one_change_each(database):
    crawl_many(database, n=500)
    crawl_many(database, n=500, changed=25)
    job = Job.objects.first()
    assert (job.items_updated, job.items_unchanged) == (25, 475)
    assert Change.objects.count() == 25
    change = Change.objects.get(key="upc-000007")
    assert (change.field, change.old, change.new, change.job) == ("price", "7.50", "8.50", job)
    assert change.record_id == Book.objects.get(upc="upc-000007").pk


def test_bad_items_cost_themselves_and_are_kept_as_rejections(database):
    ended = crawl_many(database, n=500, bad=250)
    assert ended.returncode == 3
    assert Book.objects.count() == 498
    rejections = list(Rejection.objects.order_by("url"))
    assert [(r.kind, r.field, r.item_stored) for r in rejections] == [
        ("catalog.Book", "title", False)
    ] * 2
    assert json.loads(rejections[0].raw)["upc"] == "upc-000249"
    assert "is missing" in rejections[0].reason


def test_row_that_only_the_database_refuses_costs_itself(database):
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX one_price ON catalog_book (title)")
        cursor.execute(
            "INSERT INTO catalog_book (upc, url, title, currency, availability, description,"
            " image_url, first_seen, changed, content_hash)"
            " VALUES ('other', 'u', 'Book 77', '', '', '', '', '2026-01-01', '2026-01-01', '')"
        )
    ended = crawl_many(database, n=500)
    assert ended.returncode == 3, ended.stderr
    assert Book.objects.count() == 500
    assert not Book.objects.filter(upc="upc-000077").exists()
    rejection = Rejection.objects.get()
    assert "the database refused it" in rejection.reason
    assert json.loads(rejection.raw)["upc"] == "upc-000077"


def test_sqlite_locked_by_another_writer_loses_nothing(sqlite_database, tmp_path):
    other = sqlite3.connect(sqlite_database.path, check_same_thread=False, isolation_level=None)
    settings = MANY | {"LOG_LEVEL": "INFO"}
    with running_crawl(
        "many", args={"n": 3000, "pause": 0.005}, settings=settings, env=sqlite_database.env
    ) as process:
        wait_for(lambda: Book.objects.count() > 100, what="the first books")
        other.execute("PRAGMA busy_timeout = 5000")
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(8, other.rollback)
        timer.start()
        assert process.wait(90) == 0
        timer.join()
    other.close()
    assert Book.objects.count() == 3000


def test_three_crawls_of_one_site_at_once(database):
    runs = [{"n": 1500}, {"n": 1500, "backwards": 1}, {"n": 1500, "changed": 300}]
    settings = MANY
    with (
        running_crawl("many", args=runs[0], settings=settings, env=database.env) as one,
        running_crawl("many", args=runs[1], settings=settings, env=database.env) as two,
        running_crawl("many", args=runs[2], settings=settings, env=database.env) as three,
    ):
        assert [process.wait(120) for process in (one, two, three)] == [0, 0, 0]
    assert Book.objects.count() == 1500
    assert Book.objects.values("upc").distinct().count() == 1500
    assert Category.objects.count() == 50
    assert Rejection.objects.count() == 0
