"""What each check says of a job."""

from datetime import timedelta

import pytest
from django.utils import timezone

from webapp.crawls.alerts.jobchecks import JOB_CHECKS
from webapp.crawls.coverage import measure
from webapp.crawls.models import Coverage, Job, Rule, Worker

pytestmark = pytest.mark.usefixtures("sqlite_database")


def job(state="finished", **values):
    now = timezone.now()
    return Job.objects.create(spider="s", state=state, ended=now, **values)


def says(check, of, limit=None, **values):
    """Return whether the check finds the job bad, and its sentence; None if it does not tell."""
    verdict = JOB_CHECKS[check](Rule(check_for=check, limit=limit, **values), of)
    return verdict and (verdict.is_bad, verdict.text)


def covered(items, kind="catalog.Book", state="finished", **filled):
    made = job(state)
    Coverage.objects.create(job=made, kind=kind, items=items, filled=filled)
    return made


def test_a_failed_job_is_bad_and_a_cancelled_one_says_nothing():
    bad = job("failed", finish_reason="database_unavailable", exit_code=4)
    said = "The job failed: database_unavailable, exit code 4."
    assert says("failed", bad) == (True, said)
    assert says("failed", job("failed"))[1] == "The job failed: no reason given."
    assert says("failed", job()) == (False, "The last job finished.")
    assert says("failed", job("cancelled")) is None


def test_few_items():
    few = job(items_created=1, items_updated=1, items_unchanged=1, items_rejected=90)
    assert says("few_items", few, 4) == (True, "3 items; the limit is 4.")
    assert says("few_items", few, 3)[0] is False
    assert says("few_items", job("cancelled"), 4) is None


def test_fewer_items_than_usual():
    assert says("fewer_items", job(items_created=1), 30) is None
    for count in (100, 90, 1000):  # the middle is 100; one odd job does not matter
        job(items_created=count)
    Job.objects.filter(items_created=1).delete()
    for items, is_bad in ((70, False), (69, True), (500, False)):
        verdict = says("fewer_items", job(items_unchanged=items), 30, jobs=3)
        assert verdict[0] is is_bad
        Job.objects.filter(items_unchanged=items).delete()
    bad = job(items_created=5)
    assert says("fewer_items", bad, 30)[1] == (
        "5 items, where 100 are usual (the middle of 3 jobs)."
    )


def test_a_spider_that_never_finds_anything_is_as_usual():
    job()
    assert says("fewer_items", job(), 10) is None


def test_only_so_many_jobs_are_usual():
    job(items_created=1000)
    job(items_created=10)
    assert says("fewer_items", job(items_created=10), 30, jobs=1)[0] is False


def test_coverage_that_drops():
    for _ in range(3):
        covered(100, price=90, title=100)
    bad = covered(50, price=30, title=50)
    said = "Filled less often: Book.price 60 % (usual: 90 %)."
    assert says("coverage", bad, 20) == (True, said)
    assert says("coverage", bad, 30)[0] is False
    assert says("coverage", bad, 20, field="title")[0] is False
    assert says("coverage", bad, 20, field="nothing") is None
    assert says("coverage", bad, 20, kind="page") is None
    assert says("coverage", bad, 20, kind="BOOK", field="price")[0] is True
    assert says("coverage", bad, 20, kind="catalog.book")[0] is True


def test_coverage_of_a_field_that_is_gone_is_none():
    covered(10, price=10)
    assert says("coverage", covered(10, title=10), 50)[0] is True


def test_coverage_says_nothing_without_items_or_without_earlier_jobs():
    assert says("coverage", covered(10, price=1), 5) is None
    assert says("coverage", job(), 5) is None
    Coverage.objects.all().delete()
    covered(10, state="failed", price=10)
    assert says("coverage", covered(10, price=1), 5) is None


def test_many_fields_are_one_sentence():
    names = {f"field_{n}": 100 for n in range(9)}
    covered(100, **names)
    text = says("coverage", covered(100, **dict.fromkeys(names, 1)), 5)[1]
    assert text.endswith("field_4 1 % (usual: 100 %) and 4 more.")


@pytest.mark.parametrize(
    ("check", "values", "text"),
    [
        ("errors", {"errors": 6, "pages": 94}, "6 of 100 pages failed (6.0 %); the limit is 5 %."),
        (
            "rejections",
            {"items_rejected": 6, "items_created": 94},
            "6 of 100 items were rejected (6.0 %); the limit is 5 %.",
        ),
    ],
)
def test_shares(check, values, text):
    assert says(check, job(**values), 5) == (True, text)
    assert says(check, job(**values), 6)[0] is False
    assert says(check, job(), 0) is None


def test_duration():
    took = job()
    Job.objects.update(started=took.ended - timedelta(minutes=90))
    took.refresh_from_db()
    assert says("duration", took, 60) == (True, "It took 90.0 minutes; the limit is 60.")
    assert says("duration", took, 90)[0] is False


def test_every_check_is_either_of_jobs_or_watched():
    from webapp.crawls.alerts.watching import WATCHES  # noqa: PLC0415 -- the one test of it

    assert {*JOB_CHECKS, *WATCHES} == set(Rule.Check.values)


def test_coverage_adds_up_what_workers_counted_however_often_it_is_measured():
    made = job()
    for n in (3, 5):
        stats = {"coverage/catalog.Book": {"items": n, "fields": {"title": n, "tax": 0}}}
        Worker.objects.create(job=made, host="h", pid=n, born=1, stats=stats)
    Worker.objects.create(job=made, host="h", pid=9, born=1, stats={"items/created": 1})
    for _ in range(2):
        measure(made)
    row = Coverage.objects.get()
    assert (row.kind, row.items, row.filled) == ("catalog.Book", 8, {"title": 8, "tax": 0})
    assert (row.share("title"), row.share("tax"), row.share("new")) == (100, 0, 0)
