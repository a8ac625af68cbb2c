"""Items of start(): held back while many are on their way, and never the end of an ending crawl.

Scrapy 2.19 asks whether a closing scraper is idle only after responses, so a crawl that is stopped
while items of start() are being stored would hang. The middleware asks in its place, through
attributes that are Scrapy's own: this file pins them.
"""

import re
import time

import pytest
import scrapy
from scrapy.core.scraper import Scraper, Slot
from scrapy.utils.spider import DefaultSpider
from scrapy.utils.test import get_crawler
from twisted.internet.defer import Deferred

from crawlers.middlewares.start import MOST
from tests.crawling import MANY, crawl

ALONE = MANY | {"DJANGO_ENABLED": 0}
SLOW = ALONE | {"ITEM_PIPELINES": '{"tests.practice_spiders.slow.SlowPipeline": 100}'}
MEND = "Scrapy changed: read crawlers/middlewares/start.py again, and drop what it no longer needs"


def test_scrapy_is_the_version_whose_private_joints_are_known():
    assert scrapy.__version__.startswith("2.19."), MEND


def test_closing_scraper_is_told_through_attributes_that_are_still_there():
    crawler = get_crawler(DefaultSpider)
    crawler.spider = crawler._create_spider()
    scraper = Scraper(crawler)
    assert scraper.slot is None, MEND
    scraper.slot = Slot()
    assert scraper.slot.closing is None, MEND
    assert scraper.slot.is_idle() is True, MEND
    scraper.slot.closing = Deferred()
    scraper.slot.itemproc_size = 1
    scraper._check_if_closing()
    assert (scraper.slot.is_idle(), scraper.slot.closing.called) == (False, False), MEND
    scraper.slot.itemproc_size = 0
    scraper._check_if_closing()
    assert scraper.slot.closing.called is True, MEND


def test_engine_still_holds_its_scraper():
    crawler = get_crawler(DefaultSpider)
    crawler.spider = crawler._create_spider()
    assert isinstance(crawler._create_engine().scraper, Scraper), MEND


@pytest.mark.parametrize("settings", [ALONE, SLOW], ids=["stored-at-once", "slow-to-store"])
def test_crawl_of_start_items_that_is_closed_in_the_middle_ends(settings):
    begun = time.monotonic()
    settings = settings | {"CLOSESPIDER_ITEMCOUNT": 50}
    done = crawl("many", args={"n": 5000}, settings=settings, timeout=60)
    assert done.returncode == 5, done.stderr
    assert "Spider closed (closespider_itemcount)" in done.stderr
    assert time.monotonic() - begun < 20


def test_stored_crawl_of_start_items_that_is_closed_in_the_middle_ends(database):
    settings = MANY | {"CLOSESPIDER_ITEMCOUNT": 50}
    done = crawl("many", args={"n": 5000}, settings=settings, env=database.env, timeout=60)
    assert done.returncode == 5, done.stderr
    assert "Spider closed (closespider_itemcount)" in done.stderr


def test_start_items_wait_for_those_that_are_being_stored():
    done = crawl("many", args={"n": 3 * MOST}, settings=SLOW, timeout=60)
    assert done.returncode == 0, done.stderr
    assert int(re.search(r"'slow/most': (\d+)", done.stderr)[1]) == MOST
    assert f"'item_scraped_count': {3 * MOST}" in done.stderr


def test_refused_start_items_make_room_too(sqlite_database):
    args = {"n": 3 * MOST, "bad": 2}
    done = crawl("many", args=args, settings=MANY, env=sqlite_database.env, timeout=60)
    assert done.returncode == 3, done.stderr
    assert f"'item_scraped_count': {3 * MOST // 2}" in done.stderr
