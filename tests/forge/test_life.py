"""A forge from its first crawl on: every figure is what git itself says."""

from collections import Counter
from urllib.parse import quote

import pytest
from django.db.models import Sum

from crawlers.fields import language
from tests.crawling import crawl
from tests.forge import repositories as git
from tests.forge.conftest import ODD, one
from webapp.catalog.history.sighting import sightings
from webapp.catalog.models import Change, Commit, Contributor, Repository
from webapp.crawls.models import Job, Rejection, Visit

READABLE = [
    "tools/plain.git", ODD, "a/same.git", "b/same.git", "moving/forced.git", "moving/pruned.git",
    "moving/dropped.git", "moving/gone.git",
]  # fmt: skip


def run(forge, database, **args):
    done = crawl("cgit", args={"url": forge.url, "diffstat": 1} | args, env=database.env)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Traceback" not in done.stderr
    return Job.objects.order_by("pk").last()


def stored(forge, name):
    """Return the row of a repository, by its path on the forge."""
    return Repository.objects.get(url=f"{forge.url}/{quote(name, safe='/+&')}/")


def written(job):
    return job.items_created, job.items_updated


def check(forge, names):
    """Compare what is stored of these repositories with what git says of them."""
    for name in names:
        path, row = forge.repositories / name, stored(forge, name)
        present = row.log.filter(state="present")
        moments = {
            each.hash: (int(each.date.timestamp()), each.zone) for each in present.iterator()
        }
        assert moments == git.moments(path), name
        assert Counter(present.values_list("author__name", flat=True)) == git.authors(path), name
        assert row.head == git.git(path, "rev-parse", "HEAD").strip()
        blobs = git.blobs(path)
        assert row.files == len(blobs), name
        assert row.default_branch == "main"
        assert row.clone_urls == [f"https://git.example/{name}"]


def test_a_forge_from_its_first_crawl_on(forge, database):
    run(forge, database)
    check(forge, READABLE)
    _check_languages(forge)
    _check_diffstats(forge)
    _check_persons()
    assert set(Repository.objects.filter(files=None).values_list("name", flat=True)) == {
        "empty.git", "broken.git",
    }  # fmt: skip
    row = stored(forge, ODD)
    assert (row.name, row.section) == (ODD.removeprefix("tools/"), "tools")
    assert Rejection.objects.count() == 0

    again = run(forge, database)
    assert written(again) == (0, 0)
    pages = 4 + Repository.objects.count()  # of the index, and one log each
    assert again.pages == pages
    assert Visit.objects.filter(job=again).exclude(state="done").count() == 0
    assert Change.objects.count() == 0

    expected = _move(forge)
    third = run(forge, database)
    check(forge, [name for name in READABLE if "gone" not in name])
    assert third.items_created == expected
    vanished = Commit.objects.filter(state="vanished")
    assert Counter(vanished.values_list("repository__name", flat=True)) == {
        "forced.git": 5, "pruned.git": 4, "dropped.git": 3,
    }  # fmt: skip
    gone = stored(forge, "moving/gone.git")
    assert sightings(gone).vanished.job == third
    assert gone.log.filter(state="present").count() == 15
    assert all(sightings(each).vanished is None for each in Repository.objects.exclude(pk=gone.pk))
    assert sightings(vanished[0]).vanished is None  # its state says it

    git.git(forge.repositories / "moving/dropped.git", "update-ref", "refs/heads/main", "was")
    run(forge, database)
    check(forge, ["moving/dropped.git"])
    assert not Commit.objects.filter(state="vanished", repository__name="dropped.git").exists()


def _move(forge):
    """Push, merge what is older, force-push, clean up, delete; returns how many rows are new."""
    plain, folder = forge.repositories / "tools/plain.git", forge.repositories / "moving"
    # Older than all that is known, and merged in now: no newest page of the log shows it.
    git.push(plain, [one(-400, "Long ago"), one(-399, "Since then")], "old")
    git.push(plain, [one(20, "Merge old", merges=["refs/heads/old"], files={"c.py": "1"})])
    for name, back, new in (("forced", 5, 2), ("pruned", 4, 3)):
        start = git.git(folder / f"{name}.git", "rev-parse", f"main~{back}").strip()
        added = [one(30 + n, f"New {n}") for n in range(new)]
        git.push(folder / f"{name}.git", added, start=start)
    git.git(folder / "pruned.git", "reflog", "expire", "--expire=now", "--all")
    git.git(folder / "pruned.git", "gc", "-q", "--prune=now")
    git.git(folder / "dropped.git", "tag", "was", "main")
    git.git(folder / "dropped.git", "update-ref", "refs/heads/main", "main~3")
    (folder / "gone.git").rename(forge.folder / "gone.git")
    return 3 + 2 + 3


def _check_languages(forge):
    for name in READABLE:
        lines = git.git(forge.repositories / name, "ls-tree", "-r", "-z", "HEAD").split("\0")
        plain = [line.partition("\t")[2].rpartition("/")[2] for line in lines if line[:3] == "100"]
        counted = Counter(found for each in plain if (found := language(each)))
        rows = stored(forge, name).languages
        assert dict(rows.values_list("language__name", "files")) == counted, name
        assert rows.aggregate(all=Sum("share"))["all"] == pytest.approx(1, abs=0.001)


def _check_diffstats(forge):
    for name in READABLE:
        path, row = forge.repositories / name, stored(forge, name)
        said = git.git(path, "log", "--format=%x00%H", "--name-only", "-m", "--first-parent",
                       "-M", "--root", "HEAD").split("\0")[1:]  # fmt: skip
        lines = [[line for line in each.split("\n") if line] for each in said]
        touched = {each[0]: len(each) - 1 for each in lines}
        seen = dict(row.log.values_list("hash", "files"))
        assert {key: seen[key] for key in touched} == touched, name
    assert "python" in Commit.objects.get(subject="Begin").languages.values_list("name", flat=True)


def _check_persons():
    dev = Commit.objects.filter(author__name="Dev")
    assert len(set(dev.values_list("email_hash", flat=True))) == 1
    assert len(set(Commit.objects.values_list("email_hash", flat=True))) == 5
    assert not Contributor.objects.filter(name__contains="@").exists()
    assert len(Commit.objects.get(subject__startswith="sss").subject) == 1000
