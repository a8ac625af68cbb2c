"""The pipeline that stores: `item_scraped` means committed."""

from collections import Counter
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from pipelines.coverage import FieldCoverage
from pipelines.frontier.page import park
from pipelines.ledger.unit import Unit
from pipelines.patience import StorageUnavailableError
from pipelines.seen import SeenKeys
from pipelines.session import Session
from pipelines.upsert import Outcome
from pipelines.validation import Row, read_item


class StoragePipeline:
    """Cleans an item, hands it to the writer and waits until it is committed.

    An item of a page is committed with the page's end and the links that it gave.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.session = Session.of(crawler)
        self.seen = SeenKeys()
        self.coverage = FieldCoverage()
        self._counts: Counter[tuple[str, Outcome]] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        """Open the session; a crawl that cannot store does not start."""
        await self.session.open()
        self.session.job.publish_counts = self.publish_counts

    async def process_item(self, item: Any) -> Any:
        """Return the item once it is committed; drop it, with its reason recorded, if refused."""
        entry = read_item(item)
        kind = entry.kind.label if isinstance(entry, Row) else entry.kind
        if isinstance(entry, Row):
            entry.again = self.seen.add(kind, entry.key)
        try:
            outcome, reason = await self._commit(entry)
        except StorageUnavailableError as error:
            self.crawler.stats.inc_value("items/unsaved")
            self.session.give_up(error)
            raise DropItem("not stored: the database is away", log_level="DEBUG") from error
        self._count(kind, outcome, entry)
        if outcome is Outcome.REJECTED:
            raise DropItem(f"{kind} rejected: {reason}")
        return item

    async def _commit(self, entry: Any) -> Any:
        parked = park(entry)
        if parked is not None:
            return await parked
        committed = await self.session.writer.put(Unit([entry]))
        return committed.results[0]

    def _count(self, kind: str, outcome: Outcome, entry: Any) -> None:
        self._counts[kind, outcome] += 1
        if isinstance(entry, Row):
            self.coverage.add(entry, outcome)
        if isinstance(entry, Row) and entry.refusals:
            self.crawler.stats.inc_value("items/fields_rejected", len(entry.refusals))
        if outcome is Outcome.REJECTED:
            self._publish_outcomes()

    def publish_counts(self) -> None:
        """Put the counts into the statistics: with each heartbeat, as it costs every item 6 µs."""
        self._publish_outcomes()
        for name, counts in self.coverage.totals().items():
            self.crawler.stats.set_value(name, counts)

    def _publish_outcomes(self) -> None:
        totals: Counter[str] = Counter()
        for (kind, outcome), count in self._counts.items():
            self.crawler.stats.set_value(f"items/{kind}/{outcome}", count)
            totals[outcome] += count
        for name, count in totals.items():
            self.crawler.stats.set_value(f"items/{name}", count)

    async def close_spider(self) -> None:
        """Commit what was handed over."""
        if self.session.is_open:
            await self.session.job.flush()
            self.publish_counts()
