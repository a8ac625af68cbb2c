"""How a crawl ended, as a number: the exit code of `scrapy crawl`."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler


class ExitCode(IntEnum):
    """Exit codes of `scrapy crawl`; docs/reference/exit-codes says them to users."""

    OK = 0
    NOT_STARTED = 1
    USAGE = 2
    INCOMPLETE = 3
    STORAGE_FAILED = 4
    CUT_SHORT = 5


NOT_STARTED = {"database_unavailable", "database_not_migrated", "job_refused", "start_error"}


class Outcome:
    """Puts `exit_code` into the statistics when the spider closes.

    Settings: `MAX_FAILED_SHARE` and `MAX_REJECTED_SHARE`, the shares (0 to 1) of pages and of
    items that may fail before a finished crawl counts as incomplete. Both are 0: nothing may.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._reason = ""
        self.failed_share = crawler.settings.getfloat("MAX_FAILED_SHARE")
        self.rejected_share = crawler.settings.getfloat("MAX_REJECTED_SHARE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        outcome = cls(crawler)
        crawler.signals.connect(outcome.on_spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(outcome.on_feeds_closed, signal=signals.feed_exporter_closed)
        return outcome

    def on_spider_closed(self, reason: str) -> None:
        """Judge the crawl."""
        self._reason = reason
        stats = self.crawler.stats
        stats.set_value("exit_code", int(self.exit_code(reason, stats.get_stats())))

    def on_feeds_closed(self) -> None:
        """Judge it again: feeds are closed at the same signal, maybe later, and may fail."""
        if self._reason:
            self.on_spider_closed(self._reason)

    def exit_code(self, reason: str, stats: Mapping[str, Any]) -> ExitCode:
        """Return the exit code for a finish reason and the crawl's statistics."""
        if reason == "start_error" and _has_begun(stats):
            return ExitCode.INCOMPLETE
        if reason in NOT_STARTED:
            return ExitCode.NOT_STARTED
        if reason == "storage_unavailable":
            return ExitCode.STORAGE_FAILED
        if reason != "finished":
            return ExitCode.CUT_SHORT
        if self._is_incomplete(stats):
            return ExitCode.INCOMPLETE
        return ExitCode.OK

    def _feeds_written(self, stats: Mapping[str, Any]) -> int:
        start = "feedexport/success_count/"
        return sum(count for name, count in stats.items() if name.startswith(start))

    def _is_incomplete(self, stats: Mapping[str, Any]) -> bool:
        def count(name: str) -> int:
            # With what other workers of the same job, or an earlier run of it, have counted.
            found: int = stats.get(name, 0) + stats.get(f"others/{name}", 0)
            return found

        received, failed = count("pages/received"), count("pages/failed")
        rejected = count("items/rejected") + count("items/errors") + count("items/fields_rejected")
        scraped = count("item_scraped_count") + rejected
        if self._feeds_written(stats) < len(self.crawler.settings.getdict("FEEDS")):
            return True
        if received == 0 and scraped == 0:  # who saw nothing cannot say that all is well
            return True
        too_many_failed: bool = failed > self.failed_share * max(received, failed)
        too_many_rejected: bool = rejected > self.rejected_share * scraped
        return too_many_failed or too_many_rejected


def _has_begun(stats: Mapping[str, Any]) -> bool:
    return bool(stats.get("pages/received", 0) or stats.get("item_scraped_count", 0))
