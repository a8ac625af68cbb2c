"""Crawls of a real cgit: killed, limited, closed, and of this project itself."""

import signal
from collections import Counter

import pytest

from crawlers.arguments import ArgumentError
from crawlers.spiders.cgit import CgitSpider
from tests.crawling import ROOT, crawl, running_crawl, wait_for
from tests.forge import repositories as git
from tests.forge.server import running_forge
from tests.forge.test_life import check, stored
from webapp.catalog.models import Commit, Contributor, Repository, RepositoryLanguage
from webapp.crawls.models import Job, Visit


def test_kill_9_in_mid_crawl_and_every_commit_once(tmp_path, sqlite_database):
    (tmp_path / "repositories").mkdir()
    path = git.make(tmp_path / "repositories/big.git", git.many(5000))
    with running_forge(tmp_path, "virtual-root=/", "max-commit-count=100") as forge:
        # One repository, named by a page of it.
        args = {"args": {"url": f"{forge.url}/big.git/log/"}, "env": sqlite_database.env}
        with running_crawl("cgit", **args) as process:
            wait_for(lambda: Commit.objects.count() > 300, what="the first commits")
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert Commit.objects.count() < 5000
        done = crawl("cgit", **args)
    assert done.returncode == 0, done.stderr[-3000:]
    assert Job.objects.count() == 1
    found = Commit.objects.values_list("hash", flat=True)
    assert (len(found), set(found)) == (5000, git.hashes(path))
    assert Counter(Commit.objects.values_list("author__name", flat=True)) == git.authors(path)
    row = Repository.objects.get()
    assert (row.url, row.forge) == (f"{forge.url}/big.git/", f"{forge.url}/")
    assert row.head == git.git(path, "rev-parse", "HEAD").strip()
    assert set(Contributor.objects.values_list("forge", flat=True)) == {row.forge}


def test_this_project_is_read_as_git_reads_it(tmp_path, sqlite_database):
    assert (ROOT / ".git").exists(), "this test reads the project's own history: clone it"
    own = git.git(ROOT, "rev-parse", "--absolute-git-dir").strip()
    shallow = git.git(ROOT, "rev-parse", "--is-shallow-repository").strip()
    assert shallow == "false", "this test needs the whole history: git fetch --unshallow"
    (tmp_path / "repositories").mkdir()
    (tmp_path / "repositories/self.git").symlink_to(own)
    # Far from the defaults: no virtual root, no header, a graph, more columns.
    odd = (
        "noheader=1", "enable-commit-graph=1", "enable-log-filecount=1", "enable-index-links=1",
        "enable-log-linecount=1", "enable-index-owner=0", "max-commit-count=40", "embedded=1",
    )  # fmt: skip
    with running_forge(tmp_path, *odd, virtual=False) as forge:
        done = crawl("cgit", args={"url": f"{forge.url}/cgit.cgi"}, env=sqlite_database.env)
    assert done.returncode == 0, done.stderr[-3000:]
    row = Repository.objects.get()
    assert row.log.count() == int(git.git(ROOT, "rev-list", "--count", "HEAD"))
    assert Counter(row.log.values_list("author__name", flat=True)) == git.authors(ROOT)
    assert row.files == len(git.blobs(ROOT))
    assert row.languages.get(language__name="python").files == len(
        [name for name in git.blobs(ROOT) if name.endswith(".py")]
    )


def test_what_is_closed_or_beyond_a_limit_is_not_seen_and_read_later(forge, sqlite_database):
    closed = ("/tools/plain.git/log/", "/a/same.git/tree/", "/b/same.git/log/?qt=")
    forge.robots("User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed))
    few = {"url": forge.url, "max_commits": 7, "repos": "plain|same|forced"}
    done = crawl("cgit", args=few, env=sqlite_database.env)
    assert done.returncode == 0, done.stderr[-3000:]
    plain, same = stored(forge, "tools/plain.git"), stored(forge, "a/same.git")
    forced = stored(forge, "moving/forced.git")
    assert (plain.head, plain.files, plain.read_back_to, plain.log.count()) == ("", None, None, 0)
    assert (plain.name, plain.section, plain.clone_urls != []) == ("plain.git", "tools", True)
    assert (same.log.count(), same.files, same.folders) == (3, None, 0)
    assert (forced.log.count(), forced.read_back_to) == (7, forced.log.last().date)
    assert Visit.objects.filter(fate="robots").count() == 2
    assert not RepositoryLanguage.objects.filter(repository__in=(plain, same)).exists()

    # Pushed by force while ranges of its log are closed: the whole log says the same.
    path = forge.repositories / "b/same.git"
    start = git.git(path, "rev-parse", "main~2").strip()
    git.push(path, [git.many(30)[29]], start=start)
    again = crawl("cgit", args=few, env=sqlite_database.env)
    assert again.returncode == 0, again.stderr[-3000:]
    assert stored(forge, "b/same.git").log.filter(state="vanished").count() == 2
    assert (stored(forge, "moving/forced.git").log.count(), forced.log.count()) == (7, 7)

    forge.robots("")
    done = crawl("cgit", args={"url": forge.url, "repos": "plain|same|forced"},
                 env=sqlite_database.env)  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    check(forge, ["tools/plain.git", "a/same.git", "b/same.git", "moving/forced.git"])


def test_what_is_no_cgit_is_said(practice_site):
    alone = {"DJANGO_ENABLED": 0, "ADDONS": "{}"}
    done = crawl("cgit", args={"url": practice_site.url + "/books/"}, settings=alone)
    assert done.returncode == 5
    assert "is no page of a cgit: give its index with -a url=" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("since", ["soon", "03/04/2026", ""])
def test_a_day_that_cannot_be_read_starts_nothing(since):
    with pytest.raises(ArgumentError, match="must be a day such as 2026-11-24"):
        CgitSpider(url="https://git.example/", since=since)
