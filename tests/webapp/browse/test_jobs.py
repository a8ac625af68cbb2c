"""A job's page: counts that add up, rejections by reason, changes, the run before."""

import json

import pytest
from django.contrib.auth.models import User

from tests.webapp.conftest import logged_in
from webapp.catalog.models import Book, Change
from webapp.crawls.models import HostLease, Job, Rejection, Visit, Worker


@pytest.fixture
def client(sqlite_database):
    return logged_in(User.objects.create_superuser("root"))


@pytest.fixture
def job(client):
    """A job with something of everything, and the one before it."""
    Job.objects.create(spider="books", state=Job.State.FINISHED, pages=10, items_created=7)
    job = Job.objects.create(
        spider="books", state=Job.State.FINISHED, exit_code=3, pages=12, items_updated=4,
        items_unchanged=3, items_rejected=2, stats={"a/b": 1},
    )  # fmt: skip
    fates = ["stored"] * 5 + ["unchanged"] * 3 + ["http_404"] * 2 + ["timeout"] + ["robots"] * 4
    for n, fate in enumerate(fates):
        state = {"robots": "refused", "timeout": "failed", "http_404": "failed"}.get(fate, "done")
        Visit.objects.create(
            job=job, fingerprint=f"f{n}", url=f"u{n}", rank=n, host="h", state=state, fate=fate
        )
    HostLease.objects.create(job=job, host="h", done=8, failed=3, refused=4)
    for n in range(3):
        raw = json.dumps({"price": f"cheap {n}"})
        Rejection.objects.create(
            job=job, url=f"https://x/{n}", kind="catalog.Book", field="price", reason="no number",
            raw=raw,
        )  # fmt: skip
    book = Book.objects.create(upc="u", url="u", title="T", job=job, price=1)
    Book.objects.create(upc="v", url="u", title="T", job=job)
    values = {"kind": "catalog.Book", "record_id": book.pk, "key": "u", "job": job}
    Change.objects.create(field="price", old="1", new="2", **values)
    for n in (1, 2):  # two workers: what they counted is added up
        filled = {"upc": n, "price": 1, "description": 0}
        stats = {"coverage/catalog.Book": {"items": n, "fields": filled}}
        Worker.objects.create(job=job, host="h", pid=n, born=1.5, stats=stats)
    return job


def test_fates_add_up_however_many_are_counted(client, job, monkeypatch):
    for most in (10_000, 5):
        monkeypatch.setattr("webapp.catalog.jobreport.fates.MOST", most)
        fates = client.get(f"/jobs/{job.pk}/").context["fates"]
        assert fates.total.number == 15
        assert sum(row.count.number for row in fates.rows if row.state == "done") == 8
    monkeypatch.setattr("webapp.catalog.jobreport.fates.MOST", 10)
    fates = client.get(f"/jobs/{job.pk}/").context["fates"]
    assert sum(row.count.number for row in fates.rows) == fates.total.number == 15
    trouble = {row.fate: row.count.number for row in fates.rows if row.state != "done"}
    assert trouble == {"http_404": 2, "timeout": 1, "robots": 4}


def test_rejections_are_gathered_by_reason_with_the_last_sample(client, job):
    (reason,) = client.get(f"/jobs/{job.pk}/").context["reasons"]
    assert (reason.count.number, reason.reason, reason.url) == (3, "no number", "https://x/2")
    assert "cheap 2" in reason.raw


def test_changes_coverage_and_the_run_before(client, job):
    page = client.get(f"/jobs/{job.pk}/")
    (changed,) = page.context["changed"]
    assert (changed.kind.label, changed.field, changed.count.number) == (
        "catalog.Book",
        "Price",
        1,
    )
    (coverage,) = page.context["coverage"]
    shares = {column.name: share for column, share in coverage.columns}
    assert (shares["upc"], shares["price"], shares["description"]) == (100, 67, 0)
    pages = page.context["compared"][0]
    assert (pages.now, pages.before, pages.step) == ("12", "10", "+2")
    assert page.context["read"] == 9
    assert "9 items were read: 0 created + 4 updated + 3 unchanged + 2 rejected" in (
        page.content.decode()
    )


def test_jobs_are_listed_in_parts_and_by_spider(client, job):
    Job.objects.bulk_create(Job(spider="pages", state="finished") for _ in range(60))
    first = client.get("/jobs/?spider=pages")
    assert len(first.context["jobs"]) == 50
    rest = client.get(f"/jobs/?spider=pages&before={first.context['older']}")
    assert len(rest.context["jobs"]) == 10
    assert len(client.get("/jobs/?spider=books").context["jobs"]) == 2
    assert client.get("/jobs/?spider=%00&before=x").status_code == 200
    assert client.get("/jobs/99999/").status_code == 404
