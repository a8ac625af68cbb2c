"""Several processes crawl one job: what one leaves, another takes; one host has one rate."""

import contextlib
import signal
import time

import pytest

from tests.crawling import crawl, running_crawl, wait_for
from tests.ledger.rows import rows, visits
from webapp.crawls.models import HostLease, Job, Visit, Worker

pytestmark = pytest.mark.postgres

LEASE = 3.0
IN_FLIGHT = 4 * 8
SETTINGS = {
    "SPIDER_MODULES": "tests.practice_spiders.hosts",
    "LEDGER_LEASE": LEASE,
    "DOWNLOAD_DELAY": 0.03,
}


@contextlib.contextmanager
def workers(count, database, site, spider="hosts", settings=None, logs=None):
    """Run so many crawls of one job."""
    args = {"url": f"{site.url}/site/", "job": "shared"}
    with contextlib.ExitStack() as stack:
        processes = []
        for number in range(count):
            log = logs / f"{number}.log" if logs else None
            process = running_crawl(
                spider, args=args, settings=SETTINGS | (settings or {}), env=database.env, log=log
            )
            processes.append(stack.enter_context(process))
        wait_for(lambda: Worker.objects.count() == count, what="the workers")
        yield processes


def done():
    return Visit.objects.exclude(state__in=Visit.OPEN).count()


def all_work(count):
    """Say whether so many workers have read something."""
    return Worker.objects.filter(pages__gt=0).count() == count


def three_at_work():
    """Return the process ids of the workers that have read something, once they are three."""
    pids = list(Worker.objects.filter(pages__gt=0).order_by("pk").values_list("pid", flat=True))
    return pids if len(pids) >= 3 else None


def check(site, undisturbed, most_more):
    wanted_rows, wanted_visits, wanted_hits = undisturbed
    assert rows() == wanted_rows
    assert visits() == wanted_visits
    job = Job.objects.get()
    assert (job.state, job.exit_code) == ("finished", 0)
    assert job.pages == sum(Worker.objects.values_list("pages", flat=True))
    assert not HostLease.objects.exclude(worker=None).exists()
    hits = site.hits(query=True)
    hits.pop("/robots.txt")
    assert wanted_hits - 1 <= sum(hits.values()) <= wanted_hits - 1 + most_more
    return job


@pytest.mark.parametrize("count", [2, 4])
def test_workers_share_one_crawl_and_fetch_nothing_twice(
    postgres_database, big_site, undisturbed, count
):
    with workers(count, postgres_database, big_site) as processes:
        assert [process.wait(90) for process in processes] == [0] * count
    job = check(big_site, undisturbed, 0)
    assert job.items_created == len(undisturbed[0])
    assert Worker.objects.filter(pages__gt=50).count() >= 2


def test_killed_worker_is_replaced_by_the_others(postgres_database, big_site, undisturbed):
    with workers(2, postgres_database, big_site) as (first, second):
        wait_for(lambda: all_work(2), what="both to work")
        first.kill()
        killed = time.monotonic()
        wait_for(lambda: Worker.objects.filter(state="lost").exists(), what="the take-over")
        assert time.monotonic() - killed < LEASE + 5
        assert second.wait(90) == 0
    check(big_site, undisturbed, IN_FLIGHT)
    assert dict(Worker.objects.values_list("pid", "state")) == {
        first.pid: "lost",
        second.pid: "ended",
    }


def test_stopped_worker_comes_back_too_late_and_writes_nothing(
    postgres_database, big_site, undisturbed, tmp_path
):
    slowly = {"DOWNLOAD_DELAY": 0.1}  # so that there is work for those who come late
    with workers(4, postgres_database, big_site, settings=slowly, logs=tmp_path) as processes:
        busy = wait_for(three_at_work, what="three to work")
        stopped, killed = (each for each in processes if each.pid in busy[:2])
        others = [each for each in processes if each not in {stopped, killed}]
        stopped.send_signal(signal.SIGSTOP)
        since = time.monotonic()
        killed.kill()
        lost = Worker.objects.filter(pid=stopped.pid, state="lost")
        wait_for(lost.exists, what="the take-over")
        assert time.monotonic() - since < LEASE + 5
        pages = lost.get().pages
        stopped.send_signal(signal.SIGCONT)
        assert stopped.wait(30) == 5
        assert [process.wait(90) for process in others] == [0, 0]
    check(big_site, undisturbed, 2 * IN_FLIGHT)
    assert lost.get().pages == pages
    said = (tmp_path / f"{processes.index(stopped)}.log").read_text()
    assert "Stopping: another worker has taken over" in said
    assert "'finish_reason': 'lease_lost'" in said
    assert "Traceback" not in said


def test_one_host_has_one_rate_however_many_workers(postgres_database, practice_site):
    delay, seconds = 0.5, 12
    settings = {
        "SPIDER_MODULES": "crawlers.spiders",
        "DOWNLOAD_DELAY": delay,
        "DOWNLOAD_DELAY_JITTER": 0,
    }
    with workers(4, postgres_database, practice_site, "pages", settings) as processes:
        wait_for(practice_site.hits, what="the first request")
        start, killed = time.monotonic(), False
        before = sum(practice_site.hits().values())
        while (passed := time.monotonic() - start) < seconds:
            sent = sum(practice_site.hits().values()) - before
            assert sent <= 1 + 1.05 * (time.monotonic() - start + 0.1) / delay
            if passed > seconds / 2 and not killed:
                # Its last request may have been sent just now: the next worker keeps the distance.
                owner = HostLease.objects.get(worker__isnull=False).worker
                next(each for each in processes if each.pid == owner.pid).kill()
                killed = True
            time.sleep(0.1)  # noqa: TID251 -- the pace of looking
        assert sum(practice_site.hits().values()) > seconds / delay / 2
        for process in processes:
            process.kill()


def test_worker_that_joins_at_the_end_has_nothing_to_do_and_says_ok(
    postgres_database, practice_site
):
    args = {"url": f"{practice_site.url}/site/", "job": "shared"}
    settings = {"SPIDER_MODULES": "crawlers.spiders"}
    first = crawl("pages", args=args, settings=settings, env=postgres_database.env)
    hits = practice_site.hits(query=True)
    again = crawl("pages", args=args, settings=settings, env=postgres_database.env)
    assert (first.returncode, again.returncode) == (0, 0), again.stderr[-3000:]
    assert "(shared) is continued" in again.stderr
    assert practice_site.hits(query=True) == hits
    assert Job.objects.get().pages == Worker.objects.first().pages + Worker.objects.last().pages


def test_job_of_another_spider_or_other_arguments_is_refused(sqlite_database, practice_site):
    args = {"url": f"{practice_site.url}/site/", "pages": 3, "job": "mine"}
    assert crawl("pages", args=args, env=sqlite_database.env).returncode == 5
    other = crawl("pages", args=args | {"pages": 4}, env=sqlite_database.env)
    assert other.returncode == 1
    assert "job 'mine' was started with" in other.stderr
    books = {"base_url": f"{practice_site.url}/books/", "job": "mine"}
    spider = crawl("books", args=books, env=sqlite_database.env)
    assert spider.returncode == 1
    assert "job 'mine' is of the spider 'pages'" in spider.stderr
    missing = crawl(
        "pages", args={"url": args["url"], "resume": "no-such"}, env=sqlite_database.env
    )
    assert missing.returncode == 1
    assert "there is no job 'no-such' to resume" in missing.stderr
    for ended in (other, spider, missing):
        assert "Traceback" not in ended.stderr
