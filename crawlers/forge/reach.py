"""How far a log is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from crawlers.forge.log import LogRow
from crawlers.items import RepositoryItem

BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)  # of every log: git has no earlier time


@dataclass(frozen=True, slots=True)
class Part:
    """What is kept of a page of a log. `is_end`: nothing older is wanted."""

    rows: Sequence[LogRow]
    is_end: bool
    back_to: datetime | None  # how far it was read then; None: not known


@dataclass(frozen=True, slots=True)
class Reach:
    """What is asked for: commits since a day, and no more than so many."""

    back_to: datetime
    most: int

    def part(self, rows: Sequence[LogRow], read: int) -> Part:
        """Take what is asked for of the next rows of a log, of which so many were read."""
        young = [row for row in rows if not self._is_old(row)]
        kept = young[: max(self.most - read, 0)]
        if len(kept) == len(young) < len(rows):
            return Part(kept, is_end=True, back_to=self.back_to)
        is_end = len(kept) < len(rows) or read + len(kept) >= self.most
        return Part(kept, is_end, oldest(kept))

    def is_met_by(self, stored: RepositoryItem) -> bool:
        """Tell whether what is stored goes back as far."""
        return isinstance(stored.read_back_to, datetime) and stored.read_back_to <= self.back_to

    def _is_old(self, row: LogRow) -> bool:
        return isinstance(row.date, datetime) and row.date < self.back_to


def earlier(one: datetime | str | None, other: datetime | None) -> datetime | None:
    """Return the earlier of two moments, of which either may not be known."""
    known = [moment for moment in (one, other) if isinstance(moment, datetime)]
    return min(known, default=None)


def oldest(rows: Sequence[LogRow]) -> datetime | None:
    """Return the earliest date of these rows; None if none can be read."""
    dates = [row.date for row in rows if isinstance(row.date, datetime)]
    return min(dates).astimezone(UTC) if dates else None
