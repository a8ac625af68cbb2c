"""What failed is put back and worked off; old visits are let go."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.crawling import crawl
from webapp.crawls.models import HostLease, Job, Visit

SETTINGS = {"SPIDER_MODULES": "tests.practice_spiders.tree", "RETRY_ENABLED": 0}
PATHS = "/fault/flaky?key=r&times=1 /fault/404 /fault/redirect?to=/site/docs/"


def command(*words):
    said = StringIO()
    call_command(*words, stdout=said)
    return said.getvalue().splitlines()


def fates():
    return dict(Visit.objects.filter(url__contains="/fault/").values_list("url", "fate"))


def test_failed_urls_are_put_back_and_worked_off(database, practice_site, tmp_path):
    args = {"url": practice_site.url, "witness": tmp_path / "w", "depth": 0, "paths": PATHS}
    first = crawl("tree", args=args, settings=SETTINGS, env=database.env)
    assert first.returncode == 3
    job = Job.objects.get()
    assert sorted(fates().values()) == ["http_404", "http_500", "redirected"]
    assert HostLease.objects.get().failed == 2
    put_back, how = command("retry", str(job.pk), "--fate", "http_500")
    assert put_back == f"1 URLs of job {job.pk} are put back."
    assert how.startswith("To ask for them: scrapy crawl tree -a ")
    assert how.endswith(f" -a job={job.jobid}")
    assert HostLease.objects.get().failed == 1
    hits = practice_site.hits(query=True)
    again = crawl("tree", args=args | {"job": job.jobid}, settings=SETTINGS, env=database.env)
    assert again.returncode == 3  # the 404 is still one
    assert "1 pages failed in other runs of this job" in again.stderr
    assert sorted(fates().values()) == ["http_404", "no_items", "redirected"]
    flaky = "/fault/flaky?key=r&times=1"
    assert practice_site.hits(query=True) == hits | {flaky: 2, "/robots.txt": 2}
    assert command("retry", job.jobid)[0] == f"1 URLs of job {job.pk} are put back."
    practice_site.get("/fault/set?path=/fault/404&status=200&body=fine")
    last = crawl("tree", args=args | {"job": job.jobid}, settings=SETTINGS, env=database.env)
    assert last.returncode == 0, last.stderr[-3000:]
    assert not Visit.objects.filter(state="failed").exists()
    assert command("retry", job.jobid) == [f"0 URLs of job {job.pk} are put back."]


def test_retry_of_no_job_says_so(sqlite_database):
    with pytest.raises(CommandError, match="there is no job '12'; the admin lists them"):
        command("retry", "12")


def test_prune_keeps_the_last_jobs_of_each_spider(database):
    jobs = [Job.objects.create(spider=s, state="finished") for s in ("a", "a", "b", "a")]
    jobs.append(Job.objects.create(spider="a", state="running"))
    for job in jobs:
        HostLease.objects.create(job=job, host="h")
        Visit.objects.bulk_create(
            Visit(job=job, fingerprint=f"{n}", url="http://x", rank=n, host="h", state="done")
            for n in range(7000 if job is jobs[0] else 3)
        )
    assert command("prune", "--keep", "2") == ["7003 visits deleted."]
    kept = Visit.objects.order_by("job").values_list("job", flat=True).distinct()
    assert list(kept) == [jobs[2].pk, jobs[3].pk, jobs[4].pk]
    assert HostLease.objects.count() == 3
    assert Job.objects.count() == 5
    assert command("prune", "--keep", "0") == ["6 visits deleted."]
    assert set(Visit.objects.values_list("job", flat=True)) == {jobs[4].pk}
    with pytest.raises(CommandError, match="--keep must be at least 0"):
        command("prune", "--keep", "-1")
