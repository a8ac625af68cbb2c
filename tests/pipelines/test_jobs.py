"""The crawl's own record."""

from datetime import timedelta

from django.utils import timezone

from tests.crawling import MANY, crawl_many, running_crawl, wait_for
from webapp.crawls.models import Job


def test_heartbeat_and_figures_move_while_the_crawl_runs(database):
    args = {"n": 100_000, "pause": 0.01}
    settings = MANY | {"JOB_HEARTBEAT": 0.3}
    with running_crawl("many", args=args, settings=settings, env=database.env) as process:
        job = wait_for(lambda: Job.objects.filter(items_created__gt=0).first(), what="a heartbeat")
        assert (job.state, job.shown_state, job.pid) == ("running", "running", process.pid)
        wait_for(lambda: Job.objects.get().items_created > job.items_created, what="another")
        assert Job.objects.get().heartbeat > job.heartbeat
        process.kill()
    assert Job.objects.get().shown_state == "running"
    Job.objects.update(heartbeat=timezone.now() - timedelta(seconds=61))
    assert Job.objects.get().shown_state == "lost"
    assert Job.objects.lost().count() == 1


def test_job_id_of_scrapyd_is_the_job_of_the_row(sqlite_database):
    assert crawl_many(sqlite_database, n=20, _job="abc").returncode == 0
    assert crawl_many(sqlite_database, n=20, _job="abc").returncode == 0
    job = Job.objects.get()
    assert (job.jobid, job.items_unchanged, job.items_created) == ("abc", 20, 20)
    assert job.workers.count() == 2


def test_duplicates_of_one_key_are_counted_and_the_figures_add_up(database):
    ended = crawl_many(database, n=1200, again=300, bad=400)
    assert ended.returncode == 3, ended.stderr
    job = Job.objects.get()
    assert (job.items_created, job.items_duplicate, job.items_rejected) == (1197, 300, 3)
    assert (
        sum(
            (
                job.items_created,
                job.items_updated,
                job.items_unchanged,
                job.items_rejected,
                job.items_duplicate,
            )
        )
        == 1500
    )
