"""Keeps the job's row, and this worker's, in step with the running crawl."""

import contextlib
import logging
import os
import subprocess
from functools import partial
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as package_version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from pipelines import jobs
from pipelines.patience import StorageUnavailableError
from pipelines.resume import Order
from pipelines.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

LAST_WORDS = 3.0  # seconds for the last row after a forced end


class JobRecord:
    """Opens, beats and closes the rows of one crawl: the job's and this worker's."""

    pk: int
    worker: int

    def __init__(self, crawler: Crawler, writer: Writer) -> None:
        self.publish_counts: Callable[[], None] = lambda: None
        self.crawler = crawler
        self.writer = writer
        self.is_new = True
        settings = crawler.settings
        self._ledger = settings.getbool("LEDGER_ENABLED")
        self._lease = settings.getfloat("LEDGER_LEASE", 15)
        # Three heartbeats a lease: one may come late.
        self._interval = min(settings.getfloat("JOB_HEARTBEAT", 5), self._lease / 3)
        self._beating = False
        self._closed = False
        self._reason = ""
        self._beats = create_looping_call(self._beat)

    async def open(self) -> None:
        """Write the rows; raises StorageUnavailableError, NotMigratedError or JobRefusedError."""
        started = await self.writer.call(partial(jobs.start_job, self._order()))
        self.pk, self.worker, self.is_new = started.job, started.worker, started.is_new
        logger.info(started.said)
        self.crawler.stats.set_value("job/id", self.pk)
        connect = self.crawler.signals.connect
        connect(self._spider_opened, signal=signals.spider_opened)
        connect(self._spider_closed, signal=signals.spider_closed)
        self._after_forced_end()

    def _order(self) -> Order:
        spider, settings = self.crawler.spider, self.crawler.settings
        assert spider is not None
        # scrapyd gives its job id as `_job`: that row is watched, whatever else is given.
        name = getattr(spider, "_job", None) or getattr(spider, "job", None)
        return Order(
            spider=spider.name,
            arguments=jobs.plain(getattr(spider, "args", {})),
            version=code_version(),
            name=name,
            resume=getattr(spider, "resume", None) or "",
            hours=settings.getfloat("LEDGER_RESUME_HOURS") if self._ledger else 0,
            lease=self._lease,
        )

    def _spider_opened(self) -> None:
        self._beats.start(self._interval, now=False)

    def _spider_closed(self, reason: str) -> None:
        self._reason = reason
        if self._beats.running:
            self._beats.stop()

    def _beat(self) -> None:
        """Send one heartbeat; while one waits for the database no other is sent."""
        if not self._beating:
            self._beating = True
            stats = self._stats()
            figures = self._figures(stats)
            beat = partial(jobs.beat, self.pk, self.worker, figures, stats, self._lease)
            self.writer.call(beat).add_done_callback(self._beaten)

    def _beaten(self, future: Any) -> None:
        self._beating = False
        future.exception()  # the items that wait behind it will say the same

    def _stats(self) -> dict[str, Any]:
        self.publish_counts()
        return dict(self.crawler.stats.get_stats())

    def _figures(self, stats: dict[str, Any]) -> dict[str, int]:
        """Return the counts of pages, which the ledger keeps itself, page by page."""
        if self._ledger:
            return {}
        return {"pages": stats.get("pages/received", 0), "errors": stats.get("pages/failed", 0)}

    async def flush(self) -> None:
        """Wait until all is committed, and learn what the job's other workers have counted."""
        with contextlib.suppress(StorageUnavailableError):
            mine = dict(self.crawler.stats.get_stats())
            others = await self.writer.call(partial(jobs.of_others, self.pk, self.worker, mine))
            alone = not others["pages/received"] and not others["item_scraped_count"]
            for name, count in others.items():
                if count and not alone:
                    self.crawler.stats.set_value(f"others/{name}", count)

    async def close(self) -> None:
        """Write how the crawl ended."""
        self._closed = True
        with contextlib.suppress(StorageUnavailableError):
            await self.writer.call(self._last_row())

    def _last_row(self) -> Any:
        stats = self._stats()
        figures = self._figures(stats)
        reason, code = self._reason or "shutdown", stats.get("exit_code", 5)

        def end() -> None:
            jobs.beat(self.pk, self.worker, figures, stats)
            jobs.finish(self.pk, self.worker, reason, code, stats)

        return end

    def _after_forced_end(self) -> None:
        """Have the row say so even if a second signal stops the reactor at once."""
        from twisted.internet import reactor  # noqa: PLC0415 -- importing it installs it

        reactor.addSystemEventTrigger("after", "shutdown", self._forced_end)  # type: ignore[arg-type]

    def _forced_end(self) -> None:
        if not self._closed:
            self._closed = True
            self._reason = "killed"
            self.writer.call(self._last_row())
            self.writer.abort(LAST_WORDS)


def code_version() -> str:
    """Return the version that runs: the package's, and the egg's or the checkout's commit."""
    try:
        version = package_version("spidersilk")
    except PackageNotFoundError:
        version = "unknown"
    if egg := os.environ.get("SCRAPYD_EGG_VERSION"):
        return f"{version} {egg}"[:100]
    root = Path(__file__).parent.parent
    if not (root / ".git").exists():
        return version
    command = ["git", "-C", str(root), "describe", "--always", "--dirty"]
    try:
        commit = subprocess.run(command, capture_output=True, text=True, timeout=2, check=True)  # noqa: S603 -- fixed words
    except (OSError, subprocess.SubprocessError):
        return version
    return f"{version}+{commit.stdout.strip()}"
