"""Git repositories made in a moment, and what git itself says of them."""

import os
import subprocess
from collections import Counter

ENV = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "LC_ALL": "C.UTF-8",
}


def git(path, *arguments, text=None):
    """Run git in a repository; returns what it prints."""
    done = subprocess.run(
        ["git", "-c", "core.quotepath=off", "-c", "safe.directory=*", "-C", str(path), *arguments],
        input=text, env=ENV, capture_output=True, check=True,
        encoding="utf-8", errors="surrogateescape",
    )  # fmt: skip
    return done.stdout


def make(path, commits, branch="main"):
    """Make a bare repository of these commits (see `push`)."""
    subprocess.run(["git", "init", "-q", "--bare", "-b", branch, str(path)], env=ENV, check=True)
    if commits:
        push(path, commits, branch)
    return path


def push(path, commits, branch="main", start=None):
    """Add commits to a branch; each is a dict of author, date, subject, files and merges.

    `start`: a commit to begin at in place of the branch's own newest one.
    """
    start = start or _head(path, branch)
    lines = []
    for n, commit in enumerate(commits):
        lines += _commit(commit, branch, start if n == 0 else "")
    git(path, "fast-import", "--quiet", "--force", text="\n".join(lines) + "\n")


def _head(path, branch):
    return git(path, "for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}").strip()


def _commit(commit, branch, start):
    person = f"{commit.get('author', 'Ann <ann@a.example>')} {commit['date']}"
    subject = commit["subject"]
    lines = [f"commit refs/heads/{branch}", f"author {person}", f"committer {person}"]
    lines += [f"data {len(subject.encode())}", subject]
    if start:
        lines.append(f"from {start}")
    lines += [f"merge {other}" for other in commit.get("merges", ())]
    for name, content in commit.get("files", {}).items():
        mode = "120000" if content.startswith("->") else "100644"
        body = content.removeprefix("->")
        lines += [f"M {mode} inline {name}", f"data {len(body.encode())}", body]
    return lines


def many(number, start=1_500_000_000):
    """Describe so many commits of several authors in several zones."""
    people = ["Ann <ann@a.example>", "Bõb <BOB@b.example>", "Çem O'H <cem@c.example>"]
    zones = ["+0000", "+0530", "-0800", "+0100"]
    return [
        {
            "author": people[n % len(people)],
            "date": f"{start + n * 60} {zones[n % len(zones)]}",
            "subject": f"Commit {n} & <b>bold</b>",
            "files": {f"f{n % 7}.py": f"print({n})"},
        }
        for n in range(number)
    ]


def hashes(path, *revisions):
    """Return the hashes of what these revisions (HEAD) lead to."""
    return set(git(path, "rev-list", *(revisions or ("HEAD",))).split())


def authors(path):
    """Return how many commits each author has, as `git shortlog` counts them."""
    lines = git(path, "shortlog", "-sn", "HEAD").splitlines()
    counted = (line.strip().split("\t") for line in lines)
    return Counter({name: int(number) for number, name in counted})


def moments(path):
    """Return each commit's moment and zone, by its hash."""
    lines = git(path, "log", "--format=%H %ct %cd", "--date=format:%z", "HEAD").splitlines()
    return {line.split()[0]: (int(line.split()[1]), line.split()[2]) for line in lines}


def blobs(path):
    """Return the names of all files of the newest commit, submodules left out."""
    lines = git(path, "ls-tree", "-r", "-z", "HEAD").split("\0")
    return [line.partition("\t")[2] for line in lines if " blob " in line]
