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

from django.db.models import Count, Exists, F, OuterRef, Subquery

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
    sums = {key: Fraction(count, UNIT) for key, count in parts.items()}
    for author, language, among, commits in _by_commit():
        key = (author, language)
        sums[key] = sums.get(key, Fraction(0)) + Fraction(commits, among)
    of = {key: Decimal(round(total * UNIT)).scaleb(-PLACES) for key, total in sums.items()}
    return Weights(of, unknown)


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


def _by_commit() -> Any:
    """Count commits with languages of their own, by how many these are."""
    table = _languages()
    many = table.objects.filter(commit=OuterRef("commit")).order_by().values("commit")
    among = Subquery(many.annotate(many=Count("language")).values("many"))
    rows = table.objects.filter(commit__in=_commits().values("pk"))
    groups = rows.annotate(among=among, author=F("commit__author")).values(
        "author", "language", "among"
    )
    counted = groups.annotate(commits=Count("pk"))
    return counted.values_list("author", "language", "among", "commits").iterator()


def _commits() -> Any:
    return Commit.objects.filter(state=Commit.State.PRESENT, author__isnull=False).order_by()


def _languages() -> Any:
    return Commit.languages.through
