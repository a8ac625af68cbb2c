"""`scrapy crawl` that says how it went: one sentence for wrong use, a summary, an exit code."""

import argparse
import difflib
import logging
import os
import sys
from typing import Any

from scrapy import signals
from scrapy.commands import crawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import Response
from scrapy.spiderloader import get_spider_loader
from twisted.python.failure import Failure

from crawlers.arguments import ArgumentError
from crawlers.commands.summary import show_summary
from crawlers.extensions.outcome import ExitCode
from crawlers.spider import SiteSpider

logger = logging.getLogger(__name__)

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class Command(crawl.Command):
    """Run a spider; exit codes are documented in docs/reference/exit-codes."""

    _start_error: BaseException | None = None

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse wrong use with one line, before Scrapy logs a word."""
        try:
            super().process_options(args, opts)
            self._check(args, opts.spargs)
        except (UsageError, ArgumentError) as error:
            print(f"scrapy crawl: {error}", file=sys.stderr)  # noqa: T201 -- a command's answer
            sys.exit(ExitCode.USAGE)
        self._quieten()

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        crawler = self._create_crawler(args[0])
        crawler.signals.connect(self._keep_start_error, signal=signals.spider_error)
        task: Any = self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        self.exitcode = self._ended(crawler, task)

    def _check(self, args: list[str], given: dict[str, str]) -> None:
        assert self.settings is not None
        level = self.settings["LOG_LEVEL"]
        if isinstance(level, str) and level not in LEVELS:
            raise UsageError(f"no log level {level!r}. There are: {', '.join(LEVELS)}.")
        options = [arg for arg in args if arg.startswith("-")]
        if options:
            raise UsageError(f"no option {options[0]!r}. `scrapy crawl -h` lists them.")
        loader = get_spider_loader(self.settings)
        known = ", ".join(sorted(loader.list()))
        if len(args) != 1:
            raise UsageError(f"name one spider. There are: {known}.")
        if args[0] not in loader.list():
            close = difflib.get_close_matches(args[0], loader.list(), n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            raise UsageError(f"no spider {args[0]!r}.{hint} There are: {known}.")
        spider = loader.load(args[0])
        if issubclass(spider, SiteSpider):
            spider.check_arguments(given)

    def _quieten(self) -> None:
        """On a terminal the progress line takes the place of the log, unless one is asked for."""
        assert self.settings is not None
        given = (self.settings.getpriority("LOG_LEVEL") or 0) >= 40  # noqa: PLR2004 -- cmdline
        given = given or "LOG_LEVEL" in os.environ
        if sys.stderr.isatty() and not given and not self.settings.get("LOG_FILE"):
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")

    def _keep_start_error(self, failure: Failure, response: Response | None) -> None:
        if response is None:
            self._start_error = failure.value

    def _ended(self, crawler: Crawler, task: Any) -> ExitCode:
        if task.done() and not task.cancelled() and (error := task.exception()) is not None:
            logger.error("Not started: %s: %s", type(error).__name__, error)
            logger.debug("Not started", exc_info=error)
            return ExitCode.NOT_STARTED
        show_summary(crawler)
        if (error := self._start_error) is not None:
            logger.error("start() of the spider raised %s: %s", type(error).__name__, error)
        return ExitCode(crawler.stats.get_value("exit_code", ExitCode.CUT_SHORT))
