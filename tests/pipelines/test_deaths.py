"""Databases go away, disks fill up, processes are killed: nothing accepted is lost."""

import os
import random
import signal
import sqlite3
import time

import pytest

from tests.crawling import MANY, crawl_many, running_crawl, wait_for
from tests.databases import Database, migrate
from tests.own_postgres import own_postgres
from tests.stored import stored
from webapp.catalog.models import Book
from webapp.crawls.models import Job

__all__ = ["own_postgres"]
KILLS = int(os.environ.get("TORTURE_KILLS", "3"))


@pytest.mark.postgres
@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_postgres_stopped_in_mid_crawl_loses_nothing(own_postgres, django_db_blocker, mode):
    with django_db_blocker.unblock():
        migrate(own_postgres.url)
    database = Database(own_postgres.url)
    with running_crawl(
        "many", args={"n": 4000, "pause": 0.01}, settings=MANY, env=database.env
    ) as process:
        wait_for(lambda: len(stored(database)) > 200, what="the first books")
        own_postgres.stop(mode)
        time.sleep(5)  # noqa: TID251 -- the outage itself
        own_postgres.start()
        assert process.wait(90) == 0
    assert len(stored(database)) == 4000


def test_database_that_stays_away_ends_the_crawl_and_says_so(
    tmp_path, own_postgres, django_db_blocker
):
    with django_db_blocker.unblock():
        migrate(own_postgres.url)
    database = Database(own_postgres.url)
    log, witness = tmp_path / "log", tmp_path / "witness"
    settings = MANY | {"STORAGE_PATIENCE": 2}
    args = {"n": 4000, "pause": 0.01, "witness": witness}
    with running_crawl("many", args=args, settings=settings, env=database.env, log=log) as process:
        wait_for(lambda: len(stored(database)) > 200, what="the first books")
        own_postgres.stop()
        assert process.wait(60) == 4
    said = log.read_text()
    assert "'finish_reason': 'storage_unavailable'" in said
    assert "run the same command again" in said
    assert "Traceback" not in said
    own_postgres.start()
    assert set(witness.read_text().split()) <= stored(database)
    assert crawl_many(database, n=4000).returncode == 0
    assert len(stored(database)) == 4000


def test_no_database_means_no_start():
    away = Database("postgres://postgres@127.0.0.1:1/none")
    ended = crawl_many(away, n=10, settings={"STORAGE_START_PATIENCE": 1})
    assert ended.returncode == 1
    assert "Not started: the database at 127.0.0.1 cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_database_without_tables_means_no_start(tmp_path):
    ended = crawl_many(Database(f"sqlite:///{tmp_path}/empty.sqlite3"), n=10)
    assert ended.returncode == 1
    assert "python -m webapp migrate" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_kill_9_keeps_every_item_that_was_signalled(database, tmp_path):
    witness = tmp_path / "witness"
    args = {"n": 3000, "pause": 0.002, "witness": witness}
    for _ in range(KILLS):
        with running_crawl("many", args=args, settings=MANY, env=database.env) as process:
            wait_for(lambda: witness.exists() and witness.stat().st_size, what="the first item")
            time.sleep(random.uniform(0, 0.8))  # noqa: TID251 -- a random moment
            process.send_signal(signal.SIGKILL)
            process.wait()
        scraped = witness.read_text().split()
        assert set(scraped) <= stored(database)
        witness.unlink()
    assert crawl_many(database, n=3000).returncode == 0
    assert Book.objects.count() == 3000


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_flushes_everything(database, tmp_path, which):
    witness = tmp_path / "witness"
    args = {"n": 100_000, "pause": 0.005, "witness": witness}
    with running_crawl("many", args=args, settings=MANY, env=database.env) as process:
        wait_for(lambda: witness.exists() and witness.stat().st_size > 5000, what="some items")
        process.send_signal(which)
        assert process.wait(30) == 5
    assert set(witness.read_text().split()) == stored(database)
    job = Job.objects.get()
    assert (job.state, job.finish_reason, job.exit_code) == ("cancelled", "shutdown", 5)
    assert job.items_created == Book.objects.count()


def test_two_signals_end_within_seconds_even_if_the_database_hangs(sqlite_database, tmp_path):
    log = tmp_path / "log"
    args = {"n": 100_000, "pause": 0.005}
    holder = sqlite3.connect(sqlite_database.path, isolation_level=None, timeout=20)
    with running_crawl(
        "many", args=args, settings=MANY, env=sqlite_database.env, log=log
    ) as process:
        wait_for(Book.objects.exists, what="the first book")
        holder.execute("BEGIN IMMEDIATE")
        process.send_signal(signal.SIGTERM)
        wait_for(lambda: "shutting down gracefully" in log.read_text(), what="the first signal")
        start = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 5
        assert time.monotonic() - start < 5
    holder.close()


def test_two_signals_leave_a_cancelled_job(database, tmp_path):
    log = tmp_path / "log"
    with running_crawl(
        "many", args={"n": 100_000, "pause": 0.005}, settings=MANY, env=database.env, log=log
    ) as process:
        wait_for(Book.objects.exists, what="the first book")
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 5
    assert Job.objects.get().state == "cancelled"
