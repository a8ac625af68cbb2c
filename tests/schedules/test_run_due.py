"""What is due is put into the queue: once, by each schedule's own rules."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.schedules.conftest import made_at
from webapp.crawls import ordering
from webapp.crawls.models import Job, Schedule, ScheduledRun
from webapp.crawls.scheduling import ScheduleError, run_due

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def end(*jobs, state=Job.State.FINISHED):
    Job.objects.filter(pk__in=[job.pk for job in jobs]).update(state=state)


def outcomes():
    """Return what became of each time: hour, outcome, whether it has a job."""
    runs = ScheduledRun.objects.order_by("due")
    return [(f"{run.due:%H:%M}", str(run.outcome), run.job is not None) for run in runs]


def test_due_time_becomes_one_job_however_often_it_is_asked(database):
    given = {"arguments": {"limit": "3"}, "settings": {"LOG_LEVEL": "DEBUG"}, "priority": 2.5}
    schedule = made_at(NOON, project="shop", egg_version="7", **given)
    assert run_due(NOON + HOUR - SECOND) == 0
    assert [run_due(NOON + HOUR + n * SECOND) for n in range(3)] == [1, 0, 0]
    job = Job.objects.get()
    assert (job.project, job.spider, job.egg_version, job.state) == (
        "shop", "books", "7", "pending",
    )  # fmt: skip
    assert (job.given, job.settings, job.priority) == tuple(given.values())
    assert job.origin == Job.Origin.SCHEDULE
    schedule.refresh_from_db()
    assert schedule.next_due == NOON + 2 * HOUR
    assert outcomes() == [("13:00", "started", True)]


def test_nothing_due_is_two_queries(make_schedule):
    make_schedule(NOON)
    with CaptureQueriesContext(connection) as asked:
        assert run_due(NOON) == 0
    assert len(asked) == 2


def test_switched_off_schedule_starts_nothing(make_schedule):
    make_schedule(NOON, enabled=False)
    assert run_due(NOON + 5 * HOUR) == 0
    assert not ScheduledRun.objects.exists()


def test_skip_leaves_a_time_out_while_the_last_run_goes_on(make_schedule):
    make_schedule(NOON)
    run_due(NOON + HOUR)
    end(Job.objects.get(), state=Job.State.RUNNING)
    assert run_due(NOON + 2 * HOUR) == 0
    end(Job.objects.get())
    assert run_due(NOON + 3 * HOUR) == 1
    assert [outcome for _, outcome, _ in outcomes()] == ["started", "skipped", "started"]
    skipped = ScheduledRun.objects.get(outcome="skipped")
    assert skipped.text == f"Job {Job.objects.order_by('pk')[0].jobid} had not ended."


def test_queue_starts_a_time_when_the_last_run_has_ended(make_schedule):
    make_schedule(NOON, overlap=Schedule.Overlap.QUEUE)
    run_due(NOON + HOUR)
    assert [run_due(NOON + n * HOUR) for n in (2, 3)] == [0, 0]
    for state in (Job.State.FAILED, Job.State.FINISHED):
        end(Job.objects.get(state=Job.State.PENDING), state=state)
        assert [run_due(NOON + 3 * HOUR + n * SECOND) for n in (1, 2)] == [1, 0]
    assert outcomes() == [(f"{hour}:00", "started", True) for hour in (13, 14, 15)]


def test_cancel_ends_the_older_run_and_starts_when_it_has_ended(database):
    made_at(NOON, overlap=Schedule.Overlap.CANCEL)
    run_due(NOON + HOUR)
    first = Job.objects.get()
    end(first, state=Job.State.RUNNING)
    assert run_due(NOON + 2 * HOUR) == 0  # never two of them at once
    first.refresh_from_db()
    assert (first.state, first.signal) == ("running", "INT")
    end(first, state=Job.State.CANCELLED)
    assert run_due(NOON + 2 * HOUR + SECOND) == 1
    assert f"Cancelled job {first.jobid}." in ScheduledRun.objects.get(due=NOON + 2 * HOUR).text
    # One that only waits in the queue leaves it at once.
    assert run_due(NOON + 3 * HOUR) == 1
    assert [job.state for job in Job.objects.order_by("pk")] == [
        "cancelled", "cancelled", "pending",
    ]  # fmt: skip


def test_schedule_switched_off_while_a_time_waits_starts_it_no_more(make_schedule):
    schedule = make_schedule(NOON, overlap=Schedule.Overlap.QUEUE)
    run_due(NOON + HOUR)
    run_due(NOON + 2 * HOUR)
    Schedule.objects.filter(pk=schedule.pk).update(enabled=False)
    end(Job.objects.get())
    assert run_due(NOON + 2 * HOUR + SECOND) == 0
    assert outcomes()[-1] == ("14:00", "skipped", False)


CATCH_UP = {
    # rule: times with a job after a night, times without one
    "once": (["12:00"], []),
    "none": ([], ["12:00"]),
    "each": (["10:00", "11:00", "12:00"], ["09:00"]),
}


@pytest.mark.parametrize("rule", CATCH_UP)
def test_catching_up_after_a_night(make_schedule, rule):
    values = {"catch_up": rule, "catch_up_most": 3, "overlap": Schedule.Overlap.QUEUE}
    schedule = make_schedule(NOON - 14 * HOUR, **values)
    morning = NOON + HOUR / 2
    for n in range(5):
        run_due(morning + n * SECOND)
        end(*Job.objects.all())
    run, left = CATCH_UP[rule]
    assert [time for time, outcome, _ in outcomes() if outcome == "started"] == run
    assert [time for time, outcome, _ in outcomes() if outcome == "skipped"] == left
    schedule.refresh_from_db()
    assert schedule.next_due == NOON + HOUR
    said = "".join(run.text for run in ScheduledRun.objects.all())
    assert {"once": "14 times", "none": "14 times", "each": "11 times"}[rule] in said


def test_time_on_the_minute_stands_for_those_that_were_missed(make_schedule):
    make_schedule(NOON - 14 * HOUR)
    assert run_due(NOON + SECOND) == 1
    assert outcomes() == [("12:00", "started", True)]
    assert "Stands for 13 times that were missed" in ScheduledRun.objects.get().text


def test_long_downtime_of_a_frequent_schedule_is_caught_up_with_one_row(make_schedule):
    make_schedule(NOON, cron="* * * * *", catch_up=Schedule.CatchUp.NONE)
    assert run_due(NOON + timedelta(days=400, seconds=90)) == 1
    assert [outcome for _, outcome, _ in outcomes()] == ["skipped", "started"]
    # A week is looked back, not 400 days.
    assert "10,079 times" in ScheduledRun.objects.get(outcome="skipped").text
    assert Schedule.objects.get().next_due == NOON + timedelta(days=400, seconds=120)


def test_rare_time_that_was_missed_weeks_ago_is_run(make_schedule):
    make_schedule(NOON, cron="0 3 10 * *")
    assert run_due(NOON + timedelta(days=28)) == 1
    assert f"{ScheduledRun.objects.get().due:%d %H}" == "10 03"
    assert Schedule.objects.get().next_due == datetime(2026, 7, 10, 3, tzinfo=UTC)


def test_jitter_starts_late_and_keeps_the_due_time(make_schedule):
    schedule = make_schedule(NOON, jitter=1_800, name="late")
    late = schedule.next_due - schedule.next_time
    assert timedelta() < late <= timedelta(minutes=30)
    assert run_due(schedule.next_due - SECOND) == 0
    assert run_due(schedule.next_due) == 1
    assert ScheduledRun.objects.get().due == NOON + HOUR
    schedule.refresh_from_db()
    assert schedule.next_time == NOON + 2 * HOUR


def test_autumn_night_runs_a_nightly_schedule_once(make_schedule):
    before = datetime(2026, 10, 24, 12, tzinfo=UTC)
    make_schedule(before, cron="30 1 * * *", time_zone="Europe/London", overlap="queue")
    for n in range(0, 24 * 60, 10):
        run_due(before + timedelta(minutes=n))
    assert outcomes() == [("00:30", "started", True)]


def test_schedule_that_fails_costs_itself(make_schedule):
    make_schedule(NOON)
    broken = make_schedule(NOON)
    Schedule.objects.filter(pk=broken.pk).update(time_zone="Mars/Olympus", cron="0 * * * *")
    with pytest.raises(ScheduleError, match=f"schedule {broken.pk}: .*Mars"):
        run_due(NOON + HOUR)
    assert Job.objects.count() == 1


def test_job_that_is_deleted_is_not_run_again(make_schedule):
    make_schedule(NOON)
    run_due(NOON + HOUR)
    Job.objects.all().delete()
    assert run_due(NOON + HOUR + SECOND) == 0
    assert outcomes() == [("13:00", "started", False)]


def test_run_that_was_cancelled_by_a_person_stays_so(make_schedule):
    make_schedule(NOON)
    run_due(NOON + HOUR)
    ordering.cancel(Job.objects.get())
    run_due(NOON + HOUR + SECOND)
    assert Job.objects.get().state == Job.State.CANCELLED
