"""How much of each language a contributor has written: a commit is 1, in parts.

A commit whose languages are known counts for each of them in equal parts. Of any other its
repository is asked: it counts for the repository's languages by their shares. Where neither is
known it counts for none. Sums are exact and rounded once, so every database has the same.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef

from webapp.catalog.models import Commit, RepositoryLanguage

PLACES = 4  # of a share, and of a weight
UNIT = 10**PLACES
Of = tuple[int, int]  # contributor and language


@dataclass(frozen=True)
class Weights:
    """Weights, and how many commits of a contributor count for no language."""

    of: dict[Of, Decimal]
    unknown: Counter[int]


def weights() -> Weights:
    """Weigh every commit that is present and has an author."""
    parts, unknown = _by_repository()
    of = {key: _decimal(units) for key, units in parts.items()}
    for key, own in _by_commit().items():
        of[key] = _decimal(round(parts.get(key, 0) + own * UNIT))
    return Weights(of, unknown)


def _decimal(units: int) -> Decimal:
    return Decimal(units).scaleb(-PLACES)


def _by_repository() -> tuple[dict[Of, int], Counter[int]]:
    """Count commits without languages of their own, in units of a share."""
    shares = _shares()
    parts: defaultdict[Of, int] = defaultdict(int)
    unknown: Counter[int] = Counter()
    own = _languages().objects.filter(commit=OuterRef("pk"))
    groups = _commits().filter(~Exists(own)).values("author", "repository")
    counted = groups.annotate(commits=Count("pk")).values_list("author", "repository", "commits")
    for author, repository, commits in counted.iterator():
        found = shares.get(repository)
        if found is None:
            unknown[author] += commits
            continue
        for language, share in found:
            parts[author, language] += commits * share
    return parts, unknown


def _shares() -> dict[int, list[tuple[int, int]]]:
    """Return the languages of each repository; a share has as many places as a unit."""
    shares: dict[int, list[tuple[int, int]]] = {}
    rows = RepositoryLanguage.objects.filter(share__gt=0).order_by()
    for repository, language, share in rows.values_list("repository", "language", "share"):
        shares.setdefault(repository, []).append((language, int(share * UNIT)))
    return shares


def _by_commit() -> dict[Of, Fraction]:
    """Add up commits with languages of their own, each divided by how many these are."""
    table, commit = _languages()._meta.db_table, Commit._meta.db_table
    statement = f"""
        SELECT c.author_id, l.language_id, k.many, COUNT(*)
        FROM {table} l JOIN {commit} c ON c.id = l.commit_id
        JOIN (SELECT commit_id, COUNT(*) AS many FROM {table} GROUP BY commit_id) k
            ON k.commit_id = l.commit_id
        WHERE c.state = %s AND c.author_id IS NOT NULL
        GROUP BY c.author_id, l.language_id, k.many"""  # noqa: S608 -- names of our own
    sums: defaultdict[Of, Fraction] = defaultdict(Fraction)
    with connection.cursor() as cursor:
        cursor.execute(statement, [Commit.State.PRESENT])
        for author, language, many, commits in cursor.fetchall():
            sums[author, language] += Fraction(commits, many)
    return sums


def _commits() -> Any:
    return Commit.objects.filter(state=Commit.State.PRESENT, author__isnull=False).order_by()


def _languages() -> Any:
    return Commit.languages.through
