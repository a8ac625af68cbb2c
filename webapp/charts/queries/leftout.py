"""Which commits count for nobody, or for no language."""

from typing import Any

from django.db import models
from django.db.models import Sum

from webapp.catalog.browse.keys import keys_of
from webapp.catalog.models import ContributorWork, Repository

Rows = models.QuerySet[Any]


def left_out(view: Rows) -> list[str]:
    """Say of a view of contributors what could not be known of their commits."""
    work = ContributorWork.objects.order_by()
    if view.query.where:
        work = work.filter(contributor__in=keys_of(view))
    said = work.aggregate(commits=Sum("commits"), unknown=Sum("unknown"))
    notes = []
    if said["commits"] is None and view.exists():
        notes.append("Nothing is mined of these contributors: no commit of theirs is present.")
    if said["unknown"]:
        notes.append(
            f"{said['unknown']:,} commits count for no language: "
            "neither their own nor their repository's are known."
        )
    if not view.query.where:
        all_commits = Repository.objects.aggregate(all=Sum("commits"))["all"] or 0
        if nobody := all_commits - (said["commits"] or 0):
            notes.append(f"{nobody:,} commits whose author is not known count for nobody.")
    return notes
