"""A forge of every sort of repository, in its own process."""

import shutil

import pytest

from tests.forge.repositories import make, many, push
from tests.forge.server import need_forge, running_forge

DAY = 86_400
T = 1_500_000_000
ODD = "tools/sp ace ü+%&.git"


def one(n, subject, author="Dev <dev@d.example>", zone="+0100", **more):
    """Describe a commit of the n-th day."""
    return {"author": author, "date": f"{T + n * DAY} {zone}", "subject": subject, **more}


def fill(folder):
    """Make repositories of every sort below a folder."""
    files = {
        "src/main.py": "1", "src/deep/only/list.h": "2", "src/link.py": "->main.py",
        "Makefile": "all:", "logo.png": "x", "src/naïve name.rs": "3", "dir+%&/a.pl": "4",
    }  # fmt: skip
    plain = make(folder / "tools/plain.git", [one(0, "Begin", files=files), *many(23, T + DAY)])
    push(plain, [one(3, "On a branch", zone="-0330", files={"b.js": "1"})], "topic")
    push(plain, [one(9, "Merge topic", merges=["refs/heads/topic"])])
    hostile = one(0, "<script>alert(1)</script>", "O'\" &lt;b&gt; <X@Y.example>")
    make(folder / ODD, [hostile, one(1, "s" * 5000, files={"a.c": "1"})])
    make(folder / "a/same.git", many(3))
    make(folder / "b/same.git", many(4))
    make(folder / "empty.git", [])
    make(folder / "broken.git", many(2))
    for name in ("forced", "pruned", "dropped", "gone"):
        make(folder / f"moving/{name}.git", many(15))
    for kept in (folder / "broken.git/objects").rglob("*"):
        if kept.is_file():
            kept.unlink()


@pytest.fixture(scope="session")
def forge_folder(tmp_path_factory):
    """The repositories, made once; a test that changes them takes a copy."""
    need_forge()
    folder = tmp_path_factory.mktemp("forge") / "repositories"
    folder.mkdir()
    fill(folder)
    return folder


@pytest.fixture
def forge(tmp_path, forge_folder):
    """A cgit over a copy of them, whose lists have few lines to a page."""
    shutil.copytree(forge_folder, tmp_path / "repositories", symlinks=True)
    few = ("max-repo-count=3", "max-commit-count=10", "clone-prefix=https://git.example")
    with running_forge(tmp_path, "virtual-root=/", *few) as running:
        yield running
