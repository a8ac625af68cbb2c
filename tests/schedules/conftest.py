"""Schedules of each sort."""

from datetime import UTC, datetime

import pytest

from webapp.crawls.models import Schedule

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def made_at(moment, **values):
    """Make a schedule as if it had been saved at a moment: hourly, unless it says otherwise."""
    rhythm = {} if "cron" in values else {"every": 1, "unit": "hours"}
    name = {"name": f"schedule {Schedule.objects.count()}"}
    schedule = Schedule(spider="books", begins=LONG_AGO, **(rhythm | name | values))
    schedule.plan(moment)
    schedule.save()
    return schedule


@pytest.fixture
def make_schedule(sqlite_database):
    return made_at
