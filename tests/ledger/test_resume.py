"""Which job a crawl works on."""

from datetime import timedelta

import psutil
import pytest
from django.db.models.functions import Now
from django.utils import timezone

from pipelines import jobs
from pipelines.resume import JobRefusedError, Order
from webapp.crawls.models import Job, Worker

ARGS = {"url": ["http://x.example/"], "depth": 3}


def order(**said):
    return Order(**{"spider": "s", "arguments": ARGS, "hours": 24} | said)


@pytest.fixture
def interrupted(database):
    """A job whose only worker was killed a minute ago."""
    started = jobs.start_job(order())
    Worker.objects.update(born=1.0)  # this process is another one
    Job.objects.update(heartbeat=timezone.now() - timedelta(minutes=1))
    return Job.objects.get(pk=started.job)


def test_interrupted_job_of_the_same_spider_and_arguments_is_continued(interrupted):
    started = jobs.start_job(order())
    assert (started.job, started.is_new) == (interrupted.pk, False)
    assert "is continued: it was interrupted at" in started.said
    assert list(Worker.objects.values_list("state", flat=True)) == ["working", "lost"]


@pytest.mark.parametrize(
    "other",
    [
        {"spider": "t"},
        {"arguments": ARGS | {"depth": 4}},
        {"arguments": {}},
        {"resume": "no"},
        {"hours": 0},
        {"name": "mine"},
    ],
)
def test_other_orders_begin_anew(interrupted, other):
    started = jobs.start_job(order(**other))
    assert started.is_new
    assert started.job != interrupted.pk


def test_job_that_is_being_crawled_is_left_alone(interrupted):
    Worker.objects.update(born=psutil.Process().create_time())
    started = jobs.start_job(order())
    assert started.is_new
    assert "the same, is being crawled" in started.said


def test_worker_of_another_machine_is_alive_until_its_lease_ends(interrupted):
    Worker.objects.update(host="elsewhere")
    assert jobs.start_job(order()).is_new
    Worker.objects.filter(host="elsewhere").update(until=Now() - timedelta(seconds=1))
    Job.objects.exclude(pk=interrupted.pk).delete()
    assert jobs.start_job(order()).job == interrupted.pk


@pytest.mark.parametrize(
    ("reason", "continued"),
    [
        ("shutdown", True),
        ("killed", True),
        ("storage_unavailable", True),
        ("lease_lost", True),
        ("memusage_exceeded", True),
        ("finished", False),
        ("limit", False),
        ("closespider_pagecount", False),
        ("start_error", False),
    ],
)
def test_only_what_was_interrupted_is_continued(interrupted, reason, continued):
    Job.objects.update(finish_reason=reason, state="cancelled")
    assert jobs.start_job(order()).is_new is not continued


def test_job_interrupted_long_ago_is_continued_only_when_asked_for(interrupted):
    Job.objects.update(heartbeat=timezone.now() - timedelta(hours=25))
    started = jobs.start_job(order())
    assert started.is_new
    assert f"-a resume={interrupted.jobid} would continue it" in started.said
    assert jobs.start_job(order(resume=interrupted.jobid)).job == interrupted.pk


def test_interrupted_job_before_a_finished_one_is_history(interrupted):
    finished = jobs.start_job(order(resume="no"))
    Job.objects.filter(pk=finished.job).update(finish_reason="finished", state="finished")
    assert jobs.start_job(order()).is_new


def test_named_job_must_fit(interrupted):
    Job.objects.update(jobid="mine")
    with pytest.raises(JobRefusedError, match="is of the spider 's'"):
        jobs.start_job(order(name="mine", spider="t"))
    with pytest.raises(JobRefusedError, match="was started with -a url="):
        jobs.start_job(order(name="mine", arguments={}))
    with pytest.raises(JobRefusedError, match="there is no job 'other' to resume"):
        jobs.start_job(order(resume="other"))
    assert Job.objects.count() == 1
    assert Worker.objects.count() == 1
