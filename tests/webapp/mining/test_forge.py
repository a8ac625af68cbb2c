"""Mining a forge: what a plain count says, on both databases; twice changes nothing."""

import os
import subprocess
import sys
from datetime import timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.crawling import ROOT
from tests.databases import connect
from tests.webapp.mining.forges import BEGIN, Size, counted, make_forge, mined
from webapp.catalog.mining import mine_forge
from webapp.catalog.models import (
    Change,
    Commit,
    Contributor,
    ContributorLanguage,
    ContributorMonth,
    ContributorWork,
    Language,
    LanguagePair,
    Repository,
    RepositoryLanguage,
    RepositoryMonth,
)
from webapp.crawls.models import Job, Task

TABLES = (
    Repository,
    ContributorLanguage,
    ContributorMonth,
    ContributorWork,
    LanguagePair,
    RepositoryMonth,
)
SEEDS = range(6)


def versions():
    """Return what changes whenever a row is written: on PostgreSQL by any write at all."""
    if connection.vendor == "sqlite":
        return [connection.connection.total_changes]
    with connection.cursor() as cursor:
        found = []
        for model in TABLES:
            cursor.execute(
                f"SELECT id, xmin::text, ctid::text FROM {model._meta.db_table} ORDER BY id"
            )
            found.append(cursor.fetchall())
        return found


def written(model):
    return dict(model.objects.values_list("pk", "mined"))


def disturb(chance):
    """Do what crawls do to a forge: commits come, vanish and return; files move."""
    for commit in Commit.objects.order_by("pk"):
        if chance.random() < 0.2:
            commit.state = chance.choice(["present", "vanished"])
            commit.save()
    Commit.objects.filter(author=Contributor.objects.first()).update(state="vanished")
    last = Commit.objects.order_by("pk").last()
    RepositoryLanguage.objects.filter(repository=last.repository).update(share=0)
    new = Commit.objects.create(
        url="new", hash="f" * 40, repository=last.repository, author=Contributor.objects.last(),
        date=BEGIN + timedelta(days=2000), job=Job.objects.create(spider="cgit"), state="present",
    )  # fmt: skip
    new.languages.add(Language.objects.create(name="New"), Language.objects.first())


def test_mining_says_what_a_plain_count_says(database):
    for seed in SEEDS:
        make_empty()
        make_forge(seed)
        assert mine_forge() > 0
        assert mined() == counted(), seed
        before = versions()
        assert mine_forge() == 0
        assert versions() == before
        disturb(Random(seed))
        assert mine_forge() > 0
        assert mined() == counted(), seed
        assert mine_forge() == 0


def make_empty():
    Commit.objects.all().delete()
    RepositoryLanguage.objects.all().delete()
    for model in (Repository, Contributor, Language):
        model.objects.all().delete()


def test_only_what_is_different_is_written(database):
    make_forge(1, Size(vanished=0))
    mine_forge()
    before = {model: written(model) for model in TABLES[1:]}
    job = Job.objects.create(spider="cgit")
    commit = Commit.objects.filter(author__isnull=False, date__isnull=False).first()
    last = Commit.objects.filter(repository=commit.repository).order_by("-date").first()
    Commit.objects.create(
        url="new", hash="f" * 40, repository=commit.repository, author=commit.author,
        date=commit.date, job=job, state="present",
    )  # fmt: skip
    changed = Repository.objects.get(pk=commit.repository_id).changed
    mine_forge()
    now = {model: written(model) for model in TABLES[1:]}
    moved = {
        model.__name__: {pk for pk in now[model] if now[model][pk] != before[model].get(pk)}
        for model in before
    }
    of = RepositoryLanguage.objects.filter(repository=commit.repository, share__gt=0)
    assert len(moved["ContributorLanguage"]) == of.count()
    assert [len(moved[name]) for name in ("ContributorMonth", "RepositoryMonth")] == [1, 1]
    assert ContributorMonth.objects.get(pk__in=moved["ContributorMonth"]).job == job
    # A figure that is mined is no change of the page.
    repository = Repository.objects.get(pk=commit.repository_id)
    assert (repository.changed, repository.last_commit) == (changed, last.date or commit.date)
    assert not Change.objects.exists()


def test_not_seen_is_null_and_seen_and_empty_is_nought(database):
    for name, read in (("unseen", None), ("empty", BEGIN)):
        Repository.objects.create(url=name, forge="f", name=name, read_back_to=read)
    vanished = Repository.objects.create(url="vanished", forge="f", name="vanished")
    Commit.objects.create(url="c", hash="c", repository=vanished, date=BEGIN, state="vanished")
    mine_forge()
    rows = Repository.objects.values_list("name", "commits", "contributors", "first_commit")
    assert set(rows) == {
        ("unseen", None, None, None), ("empty", 0, 0, None), ("vanished", 0, 0, None),
    }  # fmt: skip


def test_questions_are_as_many_for_many_rows_as_for_few(database):
    sizes = {}
    for size in (Size(), Size(repositories=12, contributors=60, languages=12, commits=900)):
        make_empty()
        make_forge(2, size)
        with CaptureQueriesContext(connection) as first:
            assert mine_forge() > 0
        with CaptureQueriesContext(connection) as second:
            assert mine_forge() == 0
        sizes[size.commits] = (len(first), len(second))
    few, many = sizes.values()
    assert few == many
    assert few[0] < 30


def test_a_contributor_who_is_deleted_takes_the_figures_along(sqlite_database):
    make_forge(3)
    mine_forge()
    who = Contributor.objects.filter(commits__isnull=False).first()
    Commit.objects.filter(author=who).delete()
    who.delete()
    assert not ContributorWork.objects.filter(contributor=who.pk).exists()
    mine_forge()
    assert mined() == counted()


def test_command_mines_and_says_how_much(sqlite_database, capsys):
    make_forge(4)
    call_command("mine")
    call_command("mine", "forge")
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("forge: ")
    assert first != second == "forge: 0 rows written."
    assert mined() == counted()
    with pytest.raises(CommandError, match="no mining “gold”"):
        call_command("mine", "gold")


def test_command_says_what_is_the_matter_with_the_database(sqlite_database):
    connect("postgres://u:secret@127.0.0.1:1/x")
    try:
        with pytest.raises(CommandError, match="The database cannot be used: ") as raised:
            call_command("mine")
    finally:
        connect(sqlite_database.url)
    assert "secret" not in str(raised.value)


def test_no_row_is_mined_where_nothing_is_stored(sqlite_database):
    assert mine_forge() == 0
    assert not Task.objects.exists()


@pytest.mark.postgres
def test_minings_at_the_same_time_leave_what_one_would(postgres_database):
    make_forge(6)
    command = [sys.executable, "-m", "webapp", "mine"]
    env = {**os.environ, **postgres_database.env}
    both = [
        subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = sorted(process.communicate(timeout=60)[0] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert said[0] == "forge: 0 rows written.\n" != said[1]
    assert mined() == counted()
