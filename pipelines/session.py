"""What a crawl has with the database: one writer, one job, one store, whoever asks for it first.

Scrapy opens the scheduler before the pipelines, and with LEDGER_ENABLED=0 there is no scheduler of
ours: so it belongs to neither.
"""

import asyncio
import logging
from typing import Any, Self
from weakref import WeakKeyDictionary

from django.conf import settings as django_settings
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from pipelines.bisect import BisectingStore
from pipelines.jobrecord import JobRecord
from pipelines.ledger.tables import LedgerTables
from pipelines.patience import Patience, StorageUnavailableError
from pipelines.resume import JobRefusedError
from pipelines.stored import StoredRows
from pipelines.upsert import Store
from pipelines.writer import Writer
from webapp.crawls.migrated import NotMigratedError

logger = logging.getLogger(__name__)
_sessions: "WeakKeyDictionary[Crawler, Session]" = WeakKeyDictionary()


class Session:
    """Opens the writer and the job's row, and closes them when everybody else is done.

    Settings: `STORAGE_PATIENCE` (seconds that a database which is away is waited for),
    `STORAGE_START_PATIENCE` (the same at the start), `JOB_HEARTBEAT` (seconds).
    """

    writer: Writer
    job: JobRecord
    tables: LedgerTables

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.is_open = False
        self._opening: asyncio.Task[None] | None = None
        self._stopping: asyncio.Future[None] | None = None

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """Return the crawl's one session."""
        if crawler not in _sessions:
            _sessions[crawler] = cls(crawler)
        return _sessions[crawler]  # type: ignore[return-value]

    async def open(self) -> None:
        """Open it, once; raises CloseSpider, for a crawl that cannot store does not start."""
        if self._opening is None:
            self._opening = asyncio.ensure_future(self._open())
        await asyncio.shield(self._opening)

    async def _open(self) -> None:
        settings = self.crawler.settings
        patience = Patience(settings.getfloat("STORAGE_START_PATIENCE", 5))
        self.writer = Writer(patience)
        self.job = JobRecord(self.crawler, self.writer)
        try:
            await self.job.open()
        except StorageUnavailableError as error:
            await self._refuse_start("database_unavailable", away(error))
        except NotMigratedError as error:
            await self._refuse_start("database_not_migrated", str(error))
        except JobRefusedError as error:
            await self._refuse_start("job_refused", str(error))
        patience.seconds = settings.getfloat("STORAGE_PATIENCE", 60)
        self.tables = LedgerTables(self.job.pk, self.job.worker)
        store = Store(self.job.pk)
        store.is_continued = not self.job.is_new
        self.writer.use(BisectingStore(store, patience, self.tables))
        spider: Any = self.crawler.spider
        spider.stored = StoredRows(self.writer)
        self.crawler.signals.connect(self._engine_stopped, signal=signals.engine_stopped)
        self.is_open = True

    async def _refuse_start(self, reason: str, message: str) -> None:
        await self.writer.close()
        logger.error("Not started: %s", message)
        raise CloseSpider(reason)

    def give_up(self, error: StorageUnavailableError) -> None:
        """Stop the crawl: nothing can be stored any more."""
        if self._stopping is None:
            logger.error("Stopping: %s", away(error))
            stop = self.crawler.engine.close_spider_async(reason=error.reason)
            self._stopping = asyncio.ensure_future(stop)

    async def _engine_stopped(self) -> None:
        """Write how the crawl ended, once everybody else is done, and let the database go."""
        await self.job.close()
        await self.writer.close()


def away(error: StorageUnavailableError) -> str:
    """Say why nothing can be stored, and what to do."""
    if error.reason == "lease_lost":
        return (
            f"{error}, because this process did not answer for longer than LEDGER_LEASE. "
            "Nothing is lost; the same command joins the crawl again, or continues it"
        )
    database = django_settings.DATABASES["default"]
    place = database.get("HOST") or database["NAME"]
    return (
        f"the database at {place} cannot be used: {error}. "
        "Mend it, then run the same command again"
    )
