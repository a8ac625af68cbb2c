"""Who writes in the most languages."""

from datetime import datetime
from typing import Any

from django.db import models

from webapp.catalog.browse.keys import keys_of
from webapp.catalog.models import ContributorWork
from webapp.charts.answer import Answer
from webapp.charts.queries.leftout import left_out
from webapp.charts.queries.naming import addresses, named

MOST = 30
COLUMNS = ("contributor", "languages", "commits", "first commit")
Rows = models.QuerySet[Any]


def polyglots(view: Rows) -> Answer:
    """List the contributors of the view who write in two languages or more."""
    work = ContributorWork.objects.filter(languages__gte=2).select_related("contributor")
    if view.query.where:
        work = work.filter(contributor__in=keys_of(view))
    found = list(work.order_by("-languages", "-commits", "contributor")[: MOST + 1])
    notes = left_out(view)
    if len(found) > MOST:
        notes.append(f"Cut: the first {MOST} of {work.count():,} who write in two or more.")
    people = [each.contributor for each in found[:MOST]]
    names = named(people)
    rows = [
        (names[each.contributor_id], each.languages, each.commits, _day(each.first_commit))
        for each in found[:MOST]
    ]
    return Answer(COLUMNS, rows, notes, links=addresses(people))


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else "not known"
