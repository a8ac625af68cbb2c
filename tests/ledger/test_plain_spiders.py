"""Spiders that know nothing of the house are kept in the ledger all the same."""

import pytest

from tests.crawling import crawl
from tests.ledger.rows import fates
from webapp.catalog.models import Page
from webapp.crawls.models import Job, Visit


@pytest.fixture
def run(practice_site, sqlite_database):
    def run(spider, **settings):
        host = practice_site.url.removeprefix("http://")
        given = {
            "SPIDER_MODULES": "tests.practice_spiders.plain",
            "NETWORK_ALLOW": host,
            "RETRY_ENABLED": 0,
        }
        return crawl(
            spider,
            args={"start_at": practice_site.url},
            settings=given | settings,
            env=sqlite_database.env,
        )

    return run


def test_plain_spider_is_crawled_and_its_failures_are_counted(run, practice_site):
    practice_site.get("/fault/set?path=/site/blog/&status=500&body=no")
    ended = run("plain")
    assert ended.returncode == 3, ended.stderr[-3000:]
    assert fates()["failed", "http_404"] == 1
    assert fates()["failed", "http_500"] == 1
    assert "not a method" not in ended.stderr
    assert Visit.objects.get(url__endswith="from=errback").fate == "stored"
    assert Page.objects.filter(url__endswith="/failed").count() == 1
    parent = Visit.objects.get(url__endswith="/site/blog/").fingerprint
    assert Visit.objects.get(url__endswith="from=errback").parent == parent


def test_callback_that_closes_the_spider_closes_it_at_once(run, practice_site):
    ended = run("closing")
    job = Job.objects.get()
    assert (ended.returncode, job.finish_reason) == (5, "enough")
    assert sum(practice_site.hits().values()) <= 3  # robots.txt, and the two start URLs
    assert Visit.objects.filter(state="pending").count() > 5
    assert Page.objects.count() == 1
