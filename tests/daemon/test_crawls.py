"""Crawls of our own project through scrapyd: deaths and stops cost them nothing."""

import os
import signal
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.crawling import wait_for
from tests.daemon.server import copy_of_the_tree, scrapyd
from tests.site.process import running_site
from webapp.catalog.models import Page
from webapp.crawls.models import Job, Visit, Worker

PAGES = 200
IN_FLIGHT = 4 * 8  # sent and not yet committed: four times CONCURRENT_REQUESTS


@pytest.fixture(scope="module")
def site():
    with running_site("--pages", str(PAGES)) as running:
        yield running


def job():
    return Job.objects.get(jobid="whole")


def test_one_crawl_through_three_interruptions(database, var, tmp_path, site):
    site.reset()
    tree = copy_of_the_tree(tmp_path / "tree")
    with scrapyd(tree, var, database.env) as node:
        asked = datetime.now(UTC)
        given = {"url": f"{site.url}/site/", "setting": "DOWNLOAD_DELAY=0.02", "jobid": "whole"}
        node.schedule("pages", **given)
        wait_for(lambda: Page.objects.count() > 10, what="its first pages")
        # scrapyd is killed: the crawl lives on, and is found again.
        node.kill()
        node.start()
        assert [each["id"] for each in node.api("listjobs")["running"]] == ["whole"]
        # The crawl is killed with it.
        wait_for(lambda: Page.objects.count() > 40, what="more pages")
        node.kill()
        os.kill(job().pid, signal.SIGKILL)
        node.start()
        wait_for(lambda: Worker.objects.count() == 2, what="its second attempt")
        # A person cancels it, thinks again, and asks for the same job.
        wait_for(lambda: Page.objects.count() > 80, what="more pages")
        node.post("cancel", project="default", job="whole")
        wait_for(lambda: job().state == "cancelled", what="it to be cancelled")
        assert job().finish_reason == "shutdown"
        node.schedule("pages", **given)
        wait_for(lambda: Worker.objects.count() == 3, what="its third start")
        # scrapyd is asked to end.
        node.stop()
        assert job().state in {"pending", "finished"}
        node.start()
        wait_for(lambda: job().exit_code is not None, 120, "it to end")
        log = node.request("logs/default/pages/whole.log")[2].decode()
    check_whole(site)
    # Its log has the time of the log of scrapyd, UTC.
    stamp = datetime.strptime(log[:19], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    assert abs(stamp - asked) < timedelta(minutes=1)


def check_whole(site):
    """Nothing is lost, doubled, or fetched again that was done."""
    ended = job()
    said = (ended.state, ended.exit_code, ended.finish_reason, ended.error)
    assert said == ("finished", 0, "finished", "")
    assert Counter(Visit.objects.values_list("state", "fate")) == {
        ("done", "stored"): PAGES,
        ("done", "no_items"): 1,
        ("refused", "robots"): 1,
    }
    assert Page.objects.count() == ended.items_created == PAGES
    assert sum(site.hits(query=True).values()) <= PAGES + 1 + 4 * (IN_FLIGHT + 1)
