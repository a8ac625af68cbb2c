"""Exit codes: what a finish reason and the figures of a crawl mean."""

import pytest
from scrapy import Spider, signals
from scrapy.utils.test import get_crawler

from crawlers.extensions.outcome import ExitCode, Outcome

WHOLE = {"pages/received": 10, "item_scraped_count": 8}


def exit_code(reason="finished", stats=None, **settings):
    crawler = get_crawler(Spider, settings)
    return Outcome.from_crawler(crawler).exit_code(reason, WHOLE if stats is None else stats)


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("finished", ExitCode.OK),
        ("database_unavailable", ExitCode.NOT_STARTED),
        ("database_not_migrated", ExitCode.NOT_STARTED),
        ("start_error", ExitCode.INCOMPLETE),
        ("storage_unavailable", ExitCode.STORAGE_FAILED),
        ("limit", ExitCode.CUT_SHORT),
        ("shutdown", ExitCode.CUT_SHORT),
        ("cancelled", ExitCode.CUT_SHORT),
        ("closespider_timeout", ExitCode.CUT_SHORT),
        ("memusage_exceeded", ExitCode.CUT_SHORT),
        ("a reason that nobody knows", ExitCode.CUT_SHORT),
    ],
)
def test_exit_code_of_a_finish_reason(reason, code):
    assert exit_code(reason) is code


def test_error_of_start_before_anything_was_seen_means_not_started():
    assert exit_code("start_error", {}) is ExitCode.NOT_STARTED


def test_exit_code_of_a_reason_outweighs_failures():
    assert exit_code("limit", WHOLE | {"pages/failed": 10}) is ExitCode.CUT_SHORT


@pytest.mark.parametrize(
    ("stats", "settings", "code"),
    [
        ({}, {}, ExitCode.INCOMPLETE),
        ({"pages/refused": 3}, {}, ExitCode.INCOMPLETE),
        ({"pages/failed": 1}, {"MAX_FAILED_SHARE": 1}, ExitCode.INCOMPLETE),
        ({"pages/received": 1}, {}, ExitCode.OK),
        ({"item_scraped_count": 1}, {}, ExitCode.OK),
        (WHOLE | {"pages/refused": 3}, {}, ExitCode.OK),
        (WHOLE | {"pages/failed": 1}, {}, ExitCode.INCOMPLETE),
        (WHOLE | {"pages/failed": 5}, {"MAX_FAILED_SHARE": 0.5}, ExitCode.OK),
        (WHOLE | {"pages/failed": 6}, {"MAX_FAILED_SHARE": 0.5}, ExitCode.INCOMPLETE),
        (WHOLE | {"pages/failed": 99}, {"MAX_FAILED_SHARE": 1}, ExitCode.OK),
        (WHOLE | {"items/rejected": 1}, {}, ExitCode.INCOMPLETE),
        (WHOLE | {"items/rejected": 2}, {"MAX_REJECTED_SHARE": 0.2}, ExitCode.OK),
        (WHOLE | {"items/rejected": 3}, {"MAX_REJECTED_SHARE": 0.2}, ExitCode.INCOMPLETE),
        (WHOLE | {"items/fields_rejected": 1}, {}, ExitCode.INCOMPLETE),
        (WHOLE | {"items/errors": 1}, {}, ExitCode.INCOMPLETE),
        (WHOLE, {"FEEDS": {"a.jsonl": {}}}, ExitCode.INCOMPLETE),
        (
            WHOLE | {"feedexport/success_count/FileFeedStorage": 1},
            {"FEEDS": {"a": {}}},
            ExitCode.OK,
        ),
    ],
)
def test_exit_code_of_a_finished_crawl(stats, settings, code):
    assert exit_code(stats=stats, **settings) is code


def test_exit_code_is_among_the_statistics_of_a_closed_crawl():
    crawler = get_crawler(Spider)
    outcome = Outcome.from_crawler(crawler)
    crawler.stats.set_value("pages/received", 1)
    crawler.signals.send_catch_log(signals.spider_closed, reason="finished")
    assert outcome.crawler.stats.get_value("exit_code") == 0
