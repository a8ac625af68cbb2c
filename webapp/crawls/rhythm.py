"""The times of a cron expression or an interval, in a time zone, over changes of its clocks."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError
from django.core.exceptions import ValidationError

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
CRON_FIELDS = 5
SHORTEST = 10  # seconds between two times of an interval
FOLDED = 48  # hours around a change of clocks in which cronsim is asked anew


@cache
def zones() -> tuple[str, ...]:
    """Return the names of all time zones."""
    return tuple(sorted(available_timezones()))


def check_zone(name: str) -> None:
    """Raise ValidationError unless there is such a time zone."""
    if name not in zones():
        raise ValidationError(f"There is no time zone {name!r}: say Europe/London, or UTC.")


def check_cron(expression: str) -> None:
    """Raise ValidationError, with the field that is wrong, unless an expression has times."""
    fields = expression.split()
    if len(fields) != CRON_FIELDS:
        raise ValidationError(
            f"A cron expression has five fields, and this has {len(fields)}: "
            "minute, hour, day of the month, month, day of the week."
        )
    try:
        next(CronSim(expression, datetime(2026, 1, 1, tzinfo=UTC)))
    except CronSimError as error:
        raise ValidationError(f"{error}: not a cron expression.") from error
    except StopIteration:
        raise ValidationError("No day will ever match this.") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Times that follow from a few values, the same on every machine."""

    cron: str = ""
    zone: str = "UTC"
    seconds: int = 0  # of the interval, if there is no cron expression
    begins: datetime
    jitter: int = 0
    seed: str = ""  # another one, another jitter

    def times(self, after: datetime) -> Iterator[datetime]:
        """Yield all times after a moment, in UTC, without the jitter."""
        if self.cron:
            first = max(after, self.begins - SECOND)
            yield from _cron_times(self.cron, ZoneInfo(self.zone), first.astimezone(UTC))
        elif self.seconds:
            yield from self._interval_times(after)

    def start_of(self, time: datetime) -> datetime:
        """Return when a time really starts: up to `jitter` seconds later, always the same."""
        if not self.jitter:
            return time
        word = f"{self.seed} {time.astimezone(UTC).isoformat()}".encode()
        number = int.from_bytes(hashlib.sha256(word).digest()[:8], "big")
        return time + timedelta(seconds=number % (self.jitter + 1))

    def starts(self, after: datetime, count: int) -> list[tuple[datetime, datetime]]:
        """Return the next times after a moment, each with when it really starts."""
        return [(time, self.start_of(time)) for time in islice(self.times(after), count)]

    def _interval_times(self, after: datetime) -> Iterator[datetime]:
        step = timedelta(seconds=self.seconds)
        # An interval is counted in real time: clocks that change do not matter to it.
        begins = self.begins.astimezone(UTC)
        number = max((after.astimezone(UTC) - begins) // step + 1, 0)
        while True:
            yield begins + number * step
            number += 1


def _cron_times(expression: str, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    while True:
        found = _next(expression, zone, after)
        if found is None:
            return
        after = _stepped_over(expression, zone, after, found)
        yield after


def _next(expression: str, zone: ZoneInfo, after: datetime) -> datetime | None:
    for time in CronSim(expression, after.astimezone(zone)):
        # In an hour that comes twice, or not at all, it may say a time that was.
        if time.astimezone(UTC) > after:
            return time.astimezone(UTC)
    return None


def _stepped_over(expression: str, zone: ZoneInfo, after: datetime, found: datetime) -> datetime:
    """Return the first time in between that cronsim did not see.

    It goes from hour to hour, and so steps over times where clocks change by half an hour
    (Australia/Lord_Howe). Asked from the end of each hour, it sees them.
    """
    change = _offset(zone, found) - _offset(zone, after)
    if not change % HOUR:
        return found
    start = max(after, found - FOLDED * HOUR).astimezone(zone)
    hour = start.replace(minute=0, second=0, microsecond=0).astimezone(UTC)
    ends = [hour + HOUR * n / 2 - SECOND for n in range(1, FOLDED * 2)]
    asked = (_next(expression, zone, end) for end in ends if after <= end < found)
    return min(time for time in (*asked, found) if time is not None)


def _offset(zone: ZoneInfo, time: datetime) -> timedelta:
    return time.astimezone(zone).utcoffset() or timedelta()
