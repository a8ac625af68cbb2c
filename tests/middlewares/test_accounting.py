"""Every page asked for is counted once: a crawl of good pages and bad ones adds up."""

import pytest

from tests.crawling import crawl
from webapp.catalog.models import Page
from webapp.crawls.models import Job

FAULTY = {
    "SPIDER_MODULES": "tests.practice_spiders.faulty",
    "RETRY_ENABLED": 0,
    "DOWNLOAD_TIMEOUT": 2,
}
FATES = {
    "http_404": 1,
    "http_500": 1,
    "timeout": 1,
    "connection_lost": 1,
    "redirect_loop": 1,
    "callback_error": 2,
    "robots": 1,
}


@pytest.fixture
def run(practice_site, sqlite_database):
    """Crawl the faulty pages; returns the exit code and the job."""

    def run(more="", **settings):
        args = {"site": practice_site.url, "more": more}
        done = crawl("faulty", args=args, settings=FAULTY | settings, env=sqlite_database.env)
        return done.returncode, Job.objects.get()

    return run


def fates(job):
    start = "pages/fate/"
    return {k.removeprefix(start): n for k, n in job.stats.items() if k.startswith(start)}


def test_every_page_is_counted_once_with_its_fate(run):
    code, job = run()
    assert fates(job) == FATES
    # Good, 404, 500, and those whose callback raised.
    assert job.stats["pages/received"] == 3 + 1 + 1 + 2
    assert job.stats["pages/failed"] == 7
    assert job.stats["pages/refused"] == 1
    assert (code, job.exit_code, job.finish_reason) == (3, 3, "finished")
    assert (job.pages, job.errors) == (7, 7)


def test_items_of_a_page_whose_callback_raised_are_kept(run):
    code, job = run()
    assert job.stats["item_scraped_count"] == 5
    assert Page.objects.count() == 5
    assert code == 3


def test_share_of_failures_that_is_allowed_turns_the_code_to_0(run):
    code, job = run(MAX_FAILED_SHARE=1)
    assert (code, job.exit_code) == (0, 0)
    assert job.errors == 7


def test_share_below_the_failures_does_not(run):
    assert run(MAX_FAILED_SHARE=0.9)[0] == 3


def test_link_to_another_site_is_refused(run):
    _, job = run("http://offsite.example/")
    assert fates(job) == FATES | {"offsite": 1}
    assert job.stats["pages/refused"] == 2


def test_link_into_a_circle_of_redirects_fails(run, practice_site):
    _, job = run(practice_site.url + "/fault/redirect-loop/b")
    assert fates(job) == FATES | {"redirect_loop": 2}
    assert job.stats["pages/failed"] == 8


def test_retried_page_counts_once(practice_site, sqlite_database):
    url = f"{practice_site.url}/fault/flaky?times=1"
    settings = {"RETRY_BACKOFF": 0.1}
    done = crawl("pages", args={"url": url}, settings=settings, env=sqlite_database.env)
    assert done.returncode == 0, done.stderr
    stats = Job.objects.get().stats
    assert stats["retry/count"] == 1
    assert stats["pages/received"] == 1
    assert not [name for name in stats if name.startswith(("pages/fate", "pages/failed"))]


def test_page_that_fails_after_all_retries_counts_once(practice_site, sqlite_database):
    url = f"{practice_site.url}/fault/500"
    settings = {"RETRY_BACKOFF": 0.1, "RETRY_TIMES": 1}
    done = crawl("pages", args={"url": url}, settings=settings, env=sqlite_database.env)
    assert done.returncode == 3
    stats = Job.objects.get().stats
    assert (stats["pages/received"], stats["pages/failed"]) == (1, 1)
    assert stats["pages/fate/http_500"] == 1
