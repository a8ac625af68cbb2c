"""Languages that share contributors: the chord of languages."""

from typing import Any

from django.db import models
from django.db.models import Count

from webapp.catalog.browse.keys import keys_of
from webapp.catalog.mining.pairs import pairs
from webapp.catalog.models import ContributorLanguage, Language, LanguagePair
from webapp.charts.answer import Answer
from webapp.charts.queries.leftout import left_out
from webapp.charts.queries.naming import named

MOST = 40
COLUMNS = ("one", "other", "contributors")
Rows = models.QuerySet[Any]


def sharing(view: Rows) -> Answer:
    """Count for each two languages which contributors of the view wrote in both."""
    written = ContributorLanguage.objects.order_by()
    if view.query.where:
        written = written.filter(contributor__in=keys_of(view))
    groups = written.values("language").annotate(count=Count("pk"))
    counted = groups.values_list("count", "language__name", "language")
    top = [pk for *_, pk in sorted(counted, key=lambda row: (-row[0], row[1]))]
    notes = left_out(view)
    if len(top) > MOST:
        notes.append(f"Cut: the {MOST} languages with the most contributors of {len(top):,}.")
    kept = top[:MOST]
    names = named(Language.objects.filter(pk__in=kept))
    rows = [(*sorted((names[a], names[b])), n) for a, b, n in _pairs(view, written, kept)]
    return Answer(COLUMNS, sorted(rows, key=lambda row: (-row[2], *row[:2])), notes)


def _pairs(view: Rows, written: Any, kept: list[int]) -> list[tuple[int, int, int]]:
    """Read what was mined of all contributors, or count those of the view."""
    if not view.query.where:
        mined = LanguagePair.objects.order_by().filter(one__in=kept, other__in=kept)
        return list(mined.values_list("one", "other", "contributors"))
    some = written.filter(language__in=kept).values_list("contributor", "language")
    return [(*pair, count) for pair, count in pairs(some.iterator()).items()]
