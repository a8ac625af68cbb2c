"""A real scrapyd sees to schedules by itself, and runs what they ask for."""

from datetime import timedelta

from django.utils import timezone

from tests.crawling import wait_for
from tests.daemon.server import plain_project, scrapyd
from webapp.crawls.models import Job, Schedule, ScheduledRun


def test_node_runs_what_is_due_with_what_the_schedule_gives(sqlite_database, tmp_path):
    (tmp_path / "var").mkdir()
    folder = plain_project(tmp_path / "project")
    with scrapyd(folder, tmp_path / "var", sqlite_database.env) as node:
        schedule = Schedule.objects.create(
            name="often", spider="noting", every=1, unit="hours", arguments={"seconds": "0"}
        )
        due = timezone.now().replace(microsecond=0)
        Schedule.objects.update(begins=due - timedelta(hours=1), next_time=due, next_due=due)
        wait_for(lambda: Job.objects.filter(state="finished").exists(), what="the run")
        job = Job.objects.get()
        assert (job.origin, job.given, job.exit_code) == ("schedule", {"seconds": "0"}, 0)
        assert node.ran() == [job.jobid]
    run = ScheduledRun.objects.get()
    assert (run.schedule, run.due, run.job, run.outcome) == (schedule, due, job, "started")
    schedule.refresh_from_db()
    assert schedule.next_due == due + timedelta(hours=1)
