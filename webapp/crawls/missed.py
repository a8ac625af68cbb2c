"""Which times of a schedule are to run now, by its rule for those that were missed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile

from webapp.crawls.models import Schedule

GRACE = timedelta(minutes=1)  # a time that no node was there for so long was missed
LOOK_BACK = timedelta(days=7)  # what was missed before is not even counted
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Due:
    """Times with a sentence each: those that are to run, and the last of those that are not."""

    run: list[tuple[datetime, str]] = field(default_factory=list)
    left_out: tuple[datetime, str] | None = None
    last: datetime | None = None  # of all these times: the next one comes after it


def due_times(schedule: Schedule, now: datetime) -> Due:
    """Say what of a schedule's times up to now is to run."""
    if schedule.next_time is None:
        return Due()
    rhythm, first = schedule.rhythm, schedule.next_time
    if rhythm.start_of(first) > now:
        return Due()
    after = max(first, now - LOOK_BACK) - SECOND
    # One that is rare may have been missed long ago.
    times = list(takewhile(lambda time: rhythm.start_of(time) <= now, rhythm.times(after)))
    times = times or [first]
    late = [time for time in times if rhythm.start_of(time) < now - GRACE]
    run, left = _chosen(schedule, late, times[len(late) :])
    return Due(run, (left[-1], f"Not run: {_said(left)}.") if left else None, times[-1])


def _chosen(
    schedule: Schedule, late: list[datetime], on_time: list[datetime]
) -> tuple[list[tuple[datetime, str]], list[datetime]]:
    """Return what is to run, each with a sentence, and what is not."""
    punctual = [(time, "") for time in on_time]
    if not late:
        return punctual, []
    match schedule.catch_up:
        case Schedule.CatchUp.ONCE:
            stand_in = punctual or [(late[-1], "")]
            return [(stand_in[0][0], f"Stands for {_said(late)}."), *stand_in[1:]], []
        case Schedule.CatchUp.EACH:
            most = schedule.catch_up_most
            return [*((time, "Was missed.") for time in late[-most:]), *punctual], late[:-most]
        case _:
            return punctual, late


def _said(missed: list[datetime]) -> str:
    if len(missed) == 1:
        return f"one time that was missed, {missed[0]:%Y-%m-%d %H:%M:%S} UTC"
    span = f"{missed[0]:%Y-%m-%d %H:%M:%S} to {missed[-1]:%Y-%m-%d %H:%M:%S} UTC"
    return f"{len(missed):,} times that were missed, {span}"
