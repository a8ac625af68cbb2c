"""The database goes away, is locked, is full: the crawl waits or stops, and nothing is lost."""

import sqlite3
import time

import pytest
from django.db import connection

from tests.crawling import crawl, running_crawl, wait_for
from tests.databases import Database, migrate
from tests.ledger.rows import rows, visits
from tests.own_postgres import own_postgres, own_postgres_in
from tests.pipelines.test_full_disk import fill, postgres_folder, small_disk
from webapp.crawls.models import Job, Visit

__all__ = ["own_postgres"]
IN_FLIGHT = 4 * 8


def args(site):
    return {"url": f"{site.url}/site/"}


def check(site, undisturbed, *, most_more, starts=1):
    wanted_rows, wanted_visits, wanted_hits = undisturbed
    assert rows() == wanted_rows
    assert visits() == wanted_visits
    hits = sum(site.hits(query=True).values())
    assert wanted_hits <= hits <= wanted_hits + most_more + starts - 1
    assert Job.objects.get().state == "finished"


def some_pages_read():
    return Visit.objects.exclude(state__in=Visit.OPEN).count() > 100


@pytest.mark.postgres
@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_postgres_restarted_in_mid_crawl(
    own_postgres, django_db_blocker, big_site, undisturbed, mode
):
    with django_db_blocker.unblock():
        migrate(own_postgres.url)
        env = Database(own_postgres.url).env
        with running_crawl("pages", args=args(big_site), env=env) as process:
            wait_for(some_pages_read, what="some pages")
            connection.close()  # ours
            own_postgres.stop(mode)
            time.sleep(3)  # noqa: TID251 -- the outage itself
            own_postgres.start()
            assert process.wait(90) == 0
        check(big_site, undisturbed, most_more=0)


def test_sqlite_locked_for_8_seconds(sqlite_database, big_site, undisturbed):
    holder = sqlite3.connect(sqlite_database.path, isolation_level=None, timeout=20)
    with running_crawl("pages", args=args(big_site), env=sqlite_database.env) as process:
        wait_for(some_pages_read, what="some pages")
        holder.execute("BEGIN IMMEDIATE")
        time.sleep(8)  # noqa: TID251 -- the lock itself
        holder.execute("ROLLBACK")
        assert process.wait(90) == 0
    holder.close()
    check(big_site, undisturbed, most_more=0)


def on_full_disk(database, site, undisturbed, filler, leave, restart=lambda: None):
    fill(filler, leave)
    settings = {"STORAGE_PATIENCE": 2}
    ended = crawl("pages", args=args(site), settings=settings, env=database.env)
    assert ended.returncode == 4, ended.stderr[-3000:]
    assert "run the same command again" in ended.stderr
    assert "Traceback" not in ended.stderr
    filler.unlink()
    restart()
    again = crawl("pages", args=args(site), settings=settings, env=database.env)
    assert again.returncode == 0, again.stderr[-3000:]
    assert "is continued: it was interrupted" in again.stderr
    check(site, undisturbed, most_more=IN_FLIGHT, starts=2)


def test_disk_full_and_then_not_sqlite(django_db_blocker, big_site, undisturbed):
    with small_disk(24) as disk, django_db_blocker.unblock():
        database = Database(f"sqlite:///{disk}/db.sqlite3")
        migrate(database.url)
        on_full_disk(database, big_site, undisturbed, disk / "filler", 1_500_000)


@pytest.mark.postgres
def test_disk_full_and_then_not_postgres(django_db_blocker, big_site, undisturbed):
    with (
        small_disk(200) as disk,
        own_postgres_in(postgres_folder(disk)) as server,
        django_db_blocker.unblock(),
    ):
        database = Database(server.url)
        migrate(database.url)

        def restart():
            if not server.is_running():  # a full WAL makes the server stop itself
                server.start()

        on_full_disk(database, big_site, undisturbed, disk / "filler", 1_500_000, restart)
