"""The pipeline that stores: `item_scraped` means committed."""

import asyncio
import logging
from collections import Counter
from typing import Any, Self

from django.conf import settings as django_settings
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem

from pipelines.bisect import BisectingStore
from pipelines.jobrecord import JobRecord
from pipelines.jobs import NotMigratedError
from pipelines.patience import Patience, StorageUnavailableError
from pipelines.seen import SeenKeys
from pipelines.upsert import Outcome, Store
from pipelines.validation import Row, read_item
from pipelines.writer import Writer

logger = logging.getLogger(__name__)


class StoragePipeline:
    """Cleans an item, hands it to the writer and waits until it is committed.

    Settings: `STORAGE_PATIENCE` (seconds that a database which is away is waited for),
    `STORAGE_START_PATIENCE` (the same at the start), `JOB_HEARTBEAT` (seconds).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.seen = SeenKeys()
        self._counts: Counter[tuple[str, Outcome]] = Counter()
        self.writer: Writer | None = None
        self.job: JobRecord | None = None
        self._stopping: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        """Write the job's row; a crawl that cannot store does not start."""
        settings = self.crawler.settings
        patience = Patience(settings.getfloat("STORAGE_START_PATIENCE", 5))
        self.writer = Writer(patience)
        self.job = JobRecord(self.crawler, self.writer, self.publish_counts)
        try:
            job = await self.job.open()
        except StorageUnavailableError as error:
            await self._refuse_start("database_unavailable", _away(error))
        except NotMigratedError as error:
            await self._refuse_start("database_not_migrated", str(error))
        else:
            patience.seconds = settings.getfloat("STORAGE_PATIENCE", 60)
            self.writer.use(BisectingStore(Store(job), patience))
            self.crawler.signals.connect(self._engine_stopped, signal=signals.engine_stopped)

    async def _refuse_start(self, reason: str, message: str) -> None:
        assert self.writer is not None
        await self.writer.close()
        self.writer = None
        logger.error("Not started: %s", message)
        raise CloseSpider(reason)

    async def process_item(self, item: Any) -> Any:
        """Return the item once it is committed; drop it, with its reason recorded, if refused."""
        assert self.writer is not None
        entry = read_item(item)
        kind = entry.kind.label if isinstance(entry, Row) else entry.kind
        again = isinstance(entry, Row) and self.seen.add(kind, entry.key)
        try:
            outcome, reason = await self.writer.put(entry)
        except StorageUnavailableError as error:
            self._stop(error)
            raise DropItem("not stored: the database is away", log_level="DEBUG") from error
        if again and outcome is not Outcome.REJECTED:
            outcome = Outcome.DUPLICATE
        self._count(kind, outcome, entry)
        if outcome is Outcome.REJECTED:
            raise DropItem(f"{kind} rejected: {reason}")
        return item

    def _count(self, kind: str, outcome: Outcome, entry: Any) -> None:
        self._counts[kind, outcome] += 1
        if isinstance(entry, Row) and entry.refusals:
            self.crawler.stats.inc_value("items/fields_rejected", len(entry.refusals))
        if outcome is Outcome.REJECTED:
            self.publish_counts()

    def publish_counts(self) -> None:
        """Put the counts into the statistics: with each heartbeat, as it costs every item 6 µs."""
        totals: Counter[str] = Counter()
        for (kind, outcome), count in self._counts.items():
            self.crawler.stats.set_value(f"items/{kind}/{outcome}", count)
            totals[outcome] += count
        for name, count in totals.items():
            self.crawler.stats.set_value(f"items/{name}", count)

    def _stop(self, error: StorageUnavailableError) -> None:
        self.crawler.stats.inc_value("items/unsaved")
        if self._stopping is None:
            logger.error("Stopping: %s", _away(error))
            stop = self.crawler.engine.close_spider_async(reason="storage_unavailable")
            self._stopping = asyncio.ensure_future(stop)

    async def close_spider(self) -> None:
        """Commit what was handed over."""
        if self.writer is not None and self.job is not None:
            await self.job.flush()
            self.publish_counts()

    async def _engine_stopped(self) -> None:
        """Write how the crawl ended, once everybody else is done, and let the database go."""
        if self.writer is not None and self.job is not None:
            await self.job.close()
            await self.writer.close()


def _away(error: Exception) -> str:
    database = django_settings.DATABASES["default"]
    place = database.get("HOST") or database["NAME"]
    return (
        f"the database at {place} cannot be used: {error}. "
        "Mend it, then run the same command again"
    )
