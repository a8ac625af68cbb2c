"""A page's items, its links and its end are committed together."""

import pytest
from django.db import connection

from crawlers.urls import canonical, is_file
from tests.crawling import crawl, running_crawl
from tests.ledger.rows import fates
from webapp.catalog.models import Page
from webapp.crawls.models import HostLease, Job, Rejection, Visit, Worker

# One statement, one snapshot.
BOTH = """
    SELECT (SELECT count(*) FROM catalog_page),
           (SELECT count(*) FROM crawls_visit WHERE fate = 'stored'),
           (SELECT coalesce(sum(items), 0) FROM crawls_visit),
           (SELECT coalesce(sum(items_created), 0) FROM crawls_worker),
           (SELECT coalesce(sum(done), 0) FROM crawls_hostlease),
           (SELECT count(*) FROM crawls_visit WHERE state = 'done')
"""


def test_whoever_looks_sees_whole_pages_only(database, big_site):
    seen = set()
    with running_crawl(
        "pages", args={"url": f"{big_site.url}/site/"}, env=database.env
    ) as process:
        while process.poll() is None:
            with connection.cursor() as cursor:
                cursor.execute(BOTH)
                pages, stored, items, created, done, read = cursor.fetchone()
            assert pages == stored == items == created
            assert done == read
            seen.add(pages)
        assert process.wait() == 0
    assert len(seen) > 5


def test_children_of_every_page_that_is_done_are_there(database, practice_site):
    """Stop a crawl at any page: what its pages named is in the ledger."""
    args = {"url": f"{practice_site.url}/site/"}
    ended = crawl("pages", args=args, settings={"CLOSESPIDER_PAGECOUNT": 9}, env=database.env)
    assert ended.returncode == 5
    urls = {canonical(url) for url in Visit.objects.values_list("url", flat=True)}
    pages = list(Page.objects.all())
    assert len(pages) >= 8
    for page in pages:
        assert {link for link in page.links if not is_file(link)} <= urls
    assert set(Visit.objects.values_list("state", flat=True)) >= {"done", "pending"}
    assert not HostLease.objects.exclude(worker=None).exists()
    assert Worker.objects.get().state == "ended"


MANY = {"SPIDER_MODULES": "tests.practice_spiders.crowd"}


@pytest.mark.parametrize("items", [21, 1203])
def test_page_of_many_items_is_committed_whole_or_in_instalments(database, practice_site, items):
    args = {"url": practice_site.url, "items": items, "bad": 400}
    ended = crawl("crowd", args=args, settings=MANY, env=database.env)
    job = Job.objects.get()
    bad = items // 400
    assert ended.returncode == (3 if bad else 0), ended.stderr[-3000:]
    assert (job.items_created, job.items_rejected) == (items - bad, bad)
    visit = Visit.objects.get(url__contains="crowd")
    assert (visit.fate, visit.items) == ("stored", items - bad)
    assert Rejection.objects.count() == bad
    assert fates()["done", "no_items"] == 1


def test_page_whose_items_are_all_refused_says_so(sqlite_database, practice_site):
    args = {"url": practice_site.url, "items": 3, "bad": 1}
    assert crawl("crowd", args=args, settings=MANY, env=sqlite_database.env).returncode == 3
    assert Visit.objects.get(url__contains="crowd").fate == "rejected"


def test_second_crawl_of_the_same_pages_says_unchanged(sqlite_database, practice_site):
    args = {"url": practice_site.url, "items": 30}
    for fate in ("stored", "unchanged"):
        assert crawl("crowd", args=args, settings=MANY, env=sqlite_database.env).returncode == 0
        assert Visit.objects.filter(url__contains="crowd").latest("pk").fate == fate
    assert Job.objects.count() == 2
