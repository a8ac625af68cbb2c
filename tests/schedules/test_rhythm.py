"""The times of cron expressions and intervals, over changes of clocks."""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from webapp.crawls.rhythm import Rhythm, check_cron, check_zone

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
CHANGES = {
    "Europe/London": (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)),
    "America/New_York": (datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2026, 10, 3, tzinfo=UTC), datetime(2026, 4, 4, tzinfo=UTC)),
}


def cron(expression, zone="UTC"):
    return Rhythm(cron=expression, zone=zone, begins=LONG_AGO)


def local(rhythm, zone, begin, hours=36):
    """Return the times of so many hours, as the clocks there say them."""
    before = begin - timedelta(seconds=1)
    found = takewhile(lambda t: t < begin + timedelta(hours=hours), rhythm.times(before))
    return [f"{time.astimezone(ZoneInfo(zone)):%d %H:%M %z}" for time in found]


@pytest.mark.parametrize(
    ("zone", "spring", "autumn"),
    [
        ("Europe/London", ["29 02:00 +0100"], ["25 01:30 +0100"]),
        ("America/New_York", ["08 01:30 -0500"], ["01 01:30 -0400"]),
        ("Australia/Lord_Howe", ["04 01:30 +1030"], ["05 01:30 +1100"]),
    ],
)
def test_time_of_a_day_comes_once_when_clocks_change(zone, spring, autumn):
    for day, expected in zip(CHANGES[zone], (spring, autumn), strict=True):
        assert local(cron("30 1 * * *", zone), zone, day, 24) == expected


def test_time_that_the_clock_leaves_out_comes_right_after():
    assert local(cron("15 2 * * *", "Australia/Lord_Howe"), "Australia/Lord_Howe",
                 CHANGES["Australia/Lord_Howe"][0], 24) == ["04 02:30 +1100"]  # fmt: skip
    both = local(cron("0,30 2 * * *", "America/New_York"), "America/New_York",
                 CHANGES["America/New_York"][0], 24)  # fmt: skip
    assert both == ["08 03:00 -0400"]  # two times of one moment are one


FREQUENT = {
    "* * * * *": lambda time: True,
    "*/15 * * * *": lambda time: time.minute % 15 == 0,
    "0 * * * *": lambda time: time.minute == 0,
    "0 */2 * * *": lambda time: time.minute == 0 and time.hour % 2 == 0,
    "*/30 */3 * * *": lambda time: time.minute % 30 == 0 and time.hour % 3 == 0,
    "*/10 2 * * *": lambda time: time.minute % 10 == 0 and time.hour == 2,
    "*/20 1 * * *": lambda time: time.minute % 20 == 0 and time.hour == 1,
}


@pytest.mark.parametrize("zone", CHANGES)
@pytest.mark.parametrize("expression", FREQUENT)
def test_frequent_times_are_all_that_the_clocks_show(zone, expression):
    """Against every minute of the day, looked at one by one: an hour that comes twice counts."""
    clock, matches = ZoneInfo(zone), FREQUENT[expression]
    for day in CHANGES[zone]:
        minutes = [day + timedelta(minutes=n) for n in range(40 * 60)]
        shown = [time for time in minutes if matches(time.astimezone(clock))]
        found = cron(expression, zone).times(day - timedelta(seconds=1))
        assert list(takewhile(lambda t, end=minutes[-1]: t <= end, found)) == shown


@pytest.mark.parametrize("zone", CHANGES)
def test_times_are_the_same_from_wherever_one_asks(zone):
    """A node that asks anew after each time finds what one finds that goes on."""
    for day in CHANGES[zone]:
        for expression in ("30 1 * * *", "0,30 1,2 * * *", "*/20 * * * *", "0 */2 * * *"):
            rhythm = cron(expression, zone)
            whole = list(islice(rhythm.times(day), 30))
            one_by_one = [day]
            for _ in whole:
                one_by_one.append(next(rhythm.times(one_by_one[-1])))
            assert one_by_one[1:] == whole
            assert all(a < b for a, b in pairwise(whole))


def test_interval_is_counted_from_its_beginning_in_real_time():
    rhythm = Rhythm(seconds=86_400, begins=datetime(2026, 3, 27, 3, tzinfo=UTC))
    found = list(islice(rhythm.times(datetime(2026, 3, 28, 3, tzinfo=UTC)), 2))
    assert [f"{time:%d %H:%M}" for time in found] == ["29 03:00", "30 03:00"]
    early = rhythm.times(datetime(2025, 1, 1, tzinfo=UTC))
    assert next(early) == rhythm.begins


def test_jitter_is_the_same_for_every_node_and_differs_between_times():
    rhythm = Rhythm(seconds=3600, begins=LONG_AGO, jitter=600, seed="books")
    starts = rhythm.starts(LONG_AGO, 50)
    assert starts == rhythm.starts(LONG_AGO, 50)
    late = [(start - time).total_seconds() for time, start in starts]
    assert all(0 <= seconds <= 600 for seconds in late)
    assert len(set(late)) > 25
    other = Rhythm(seconds=3600, begins=LONG_AGO, jitter=600, seed="quotes")
    assert other.starts(LONG_AGO, 50) != starts


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("* * * *", "five fields, and this has 4"),
        ("0 3 * * * *", "five fields, and this has 6"),
        ("61 * * * *", "Bad minute"),
        ("* 24 * * *", "Bad hour"),
        ("0 0 30 2 *", "Bad day-of-month"),
        ("* * */20 * 1L", "No day will ever match"),
        ("٣ * * * *", "Bad minute"),
        ("*/0 * * * *", "Bad minute"),
        ("@daily", "five fields"),
    ],
)
def test_wrong_expression_is_said_in_a_sentence(expression, said):
    with pytest.raises(ValidationError, match=said):
        check_cron(expression)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "Europe/london"])
def test_unknown_time_zone_is_refused(name):
    with pytest.raises(ValidationError, match="no time zone"):
        check_zone(name)
