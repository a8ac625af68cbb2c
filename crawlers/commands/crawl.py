"""`scrapy crawl` that says how it went: one sentence for wrong use, a summary, an exit code."""

import argparse
import difflib
import logging
import sys
from typing import Any

from scrapy.commands import crawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from crawlers.arguments import ArgumentError
from crawlers.commands.summary import show_summary
from crawlers.extensions.outcome import ExitCode
from crawlers.spider import SiteSpider

logger = logging.getLogger(__name__)


class Command(crawl.Command):
    """Run a spider; exit codes are documented in docs/reference/exit-codes."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; on a terminal the progress line takes the place of the log."""
        super().process_options(args, opts)
        assert self.settings is not None
        given = (self.settings.getpriority("LOG_LEVEL") or 0) >= 40  # noqa: PLR2004 -- cmdline
        if sys.stderr.isatty() and not given and not self.settings.get("LOG_FILE"):
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            crawler = self._checked_crawler(args, opts.spargs)
        except (UsageError, ArgumentError) as error:
            print(f"scrapy crawl: {error}", file=sys.stderr)  # noqa: T201 -- a command's answer
            self.exitcode = ExitCode.USAGE
            return
        assert self.crawler_process is not None
        task: Any = self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        self.exitcode = self._ended(crawler, task)

    def _checked_crawler(self, args: list[str], given: dict[str, str]) -> Crawler:
        assert self.crawler_process is not None
        known = self.crawler_process.spider_loader.list()
        if len(args) != 1:
            raise UsageError(f"name one spider. There are: {', '.join(known)}.")
        name = args[0]
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            raise UsageError(f"no spider {name!r}.{hint} There are: {', '.join(known)}.")
        spider = self.crawler_process.spider_loader.load(name)
        if issubclass(spider, SiteSpider):
            spider.check_arguments(given)
        return self._create_crawler(name)

    def _ended(self, crawler: Crawler, task: Any) -> ExitCode:
        if task.done() and not task.cancelled() and (error := task.exception()) is not None:
            logger.error("Not started: %s: %s", type(error).__name__, error)
            logger.debug("Not started", exc_info=error)
            return ExitCode.NOT_STARTED
        stats = crawler.stats.get_stats()
        show_summary(crawler)
        return ExitCode(stats.get("exit_code", ExitCode.CUT_SHORT))
