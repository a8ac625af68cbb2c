"""What a forge's commits say together: who writes in which languages, and when.

Commits that have vanished count for nothing. The number of questions to the database does not
depend on the number of rows.
"""

from typing import Any

from django.db import models, transaction
from django.db.models import Count, Max, Min, Q

from webapp.catalog.mining.keeping import fill, keep, take_turn
from webapp.catalog.mining.month import Month
from webapp.catalog.mining.pairs import pairs
from webapp.catalog.mining.weights import Weights, weights
from webapp.catalog.models import (
    Commit,
    Contributor,
    ContributorLanguage,
    ContributorMonth,
    ContributorWork,
    LanguagePair,
    Repository,
    RepositoryLanguage,
    RepositoryMonth,
)

SOURCES: tuple[Any, ...] = (Repository, Contributor, Commit, RepositoryLanguage)
PRESENT = Q(state=Commit.State.PRESENT)
Counts = dict[tuple[Any, ...], tuple[Any, ...]]


def mine_forge() -> int:
    """Bring all results to what is stored now; returns how many rows were written."""
    with transaction.atomic():
        take_turn()
        job = max((_newest(model) for model in SOURCES), default=0) or None
        found = weights()
        return (
            fill(Repository, _repositories())
            + keep(ContributorLanguage, {key: (weight,) for key, weight in found.of.items()}, job)
            + keep(ContributorWork, _work(found), job)
            + keep(ContributorMonth, _months("author"), job)
            + keep(RepositoryMonth, _months("repository"), job)
            + keep(LanguagePair, {pair: (n,) for pair, n in pairs(found.of).items()}, job)
        )


def _newest(model: Any) -> int:
    newest: int | None = model.objects.aggregate(newest=Max("job_id"))["newest"]
    return newest or 0


def _repositories() -> Counts:
    """Say of each repository what its commits say; nothing where its log was not read.

    A log that was read and is empty has 0 commits: so does one whose commits have all vanished.
    """
    groups = (
        Commit.objects.order_by()
        .values("repository")
        .annotate(
            first=Min("date", filter=PRESENT),
            last=Max("date", filter=PRESENT),
            commits=Count("pk", filter=PRESENT),
            contributors=Count("author", filter=PRESENT, distinct=True),
        )
    )
    rows = groups.values_list("repository", "first", "last", "commits", "contributors")
    known = {row[0]: row[1:] for row in rows}
    read = Repository.objects.order_by().values_list("pk", "read_back_to")
    empty, unseen = (None, None, 0, 0), (None, None, None, None)
    return {
        (pk,): known.get(pk, unseen if read_back_to is None else empty)
        for pk, read_back_to in read.iterator()
    }


def _work(found: Weights) -> Counts:
    languages: dict[int, int] = {}
    for contributor, _ in found.of:
        languages[contributor] = languages.get(contributor, 0) + 1
    groups = (
        _authored()
        .values("author")
        .annotate(first=Min("date"), last=Max("date"), commits=Count("pk"))
    )
    return {
        (author,): (first, last, commits, languages.get(author, 0), found.unknown[author])
        for author, first, last, commits in groups.values_list(
            "author", "first", "last", "commits"
        )
    }


def _months(name: str) -> Counts:
    """Count commits of each repository, or of each contributor, in each month."""
    dated = Commit.objects.filter(PRESENT, date__isnull=False, **{f"{name}__isnull": False})
    groups = dated.order_by().annotate(month=Month("date")).values(name, "month")
    counted = groups.annotate(commits=Count("pk")).values_list(name, "month", "commits")
    return {(of, month): (commits,) for of, month, commits in counted}


def _authored() -> models.QuerySet[Commit]:
    return Commit.objects.filter(PRESENT, author__isnull=False).order_by()
