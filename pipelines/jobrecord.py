"""Keeps the job's row in step with the running crawl."""

import contextlib
import subprocess
from collections.abc import Callable
from functools import partial
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from pipelines import jobs
from pipelines.patience import StorageUnavailableError
from pipelines.writer import Writer

LAST_WORDS = 3.0  # seconds for the last row after a forced end


class JobRecord:
    """Opens, beats and closes the row of one crawl."""

    def __init__(
        self, crawler: Crawler, writer: Writer, publish_counts: Callable[[], None]
    ) -> None:
        self._publish_counts = publish_counts
        self.crawler = crawler
        self.writer = writer
        self.pk: int | None = None
        self._beating = False
        self._closed = False
        self._reason = ""
        self._beats = create_looping_call(self._beat)

    async def open(self) -> int:
        """Write the row; raises StorageUnavailableError or NotMigratedError."""
        spider = self.crawler.spider
        assert spider is not None
        start = partial(
            jobs.start_job,
            getattr(spider, "_job", None),
            spider.name,
            getattr(spider, "args", {}),
            code_version(),
        )
        self.pk = await self.writer.call(start)
        self.crawler.stats.set_value("job/id", self.pk)
        connect = self.crawler.signals.connect
        connect(self._spider_opened, signal=signals.spider_opened)
        connect(self._spider_closed, signal=signals.spider_closed)
        self._after_forced_end()
        return self.pk

    def _spider_opened(self) -> None:
        self._beats.start(self.crawler.settings.getfloat("JOB_HEARTBEAT", 5), now=False)

    def _spider_closed(self, reason: str) -> None:
        self._reason = reason
        if self._beats.running:
            self._beats.stop()

    def _beat(self) -> None:
        """Send one heartbeat; while one waits for the database no other is sent."""
        if not self._beating and self.pk is not None:
            self._beating = True
            future = self.writer.call(partial(jobs.beat, self.pk, self._stats()))
            future.add_done_callback(self._beaten)

    def _beaten(self, future: Any) -> None:
        self._beating = False
        future.exception()  # the items that wait behind it will say the same

    def _stats(self) -> dict[str, Any]:
        self._publish_counts()
        return dict(self.crawler.stats.get_stats())

    async def flush(self) -> None:
        """Wait until all that was handed over is committed."""
        with contextlib.suppress(StorageUnavailableError):
            await self.writer.call(lambda: None)

    async def close(self) -> None:
        """Write how the crawl ended."""
        self._closed = True
        with contextlib.suppress(StorageUnavailableError):
            await self.writer.call(self._last_row())

    def _last_row(self) -> Any:
        stats = self._stats()
        assert self.pk is not None
        return partial(
            jobs.finish, self.pk, self._reason or "shutdown", stats.get("exit_code", 5), stats
        )

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
    """Return the version that runs: the package's and, in a checkout, its commit."""
    try:
        version = package_version("spidersilk")
    except PackageNotFoundError:
        version = "unknown"
    root = Path(__file__).parent.parent
    if not (root / ".git").exists():
        return version
    command = ["git", "-C", str(root), "describe", "--always", "--dirty"]
    try:
        commit = subprocess.run(command, capture_output=True, text=True, timeout=2, check=True)  # noqa: S603 -- fixed words
    except (OSError, subprocess.SubprocessError):
        return version
    return f"{version}+{commit.stdout.strip()}"
