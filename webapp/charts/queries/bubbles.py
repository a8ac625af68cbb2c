"""When repositories began, against how large they are."""

from collections.abc import Callable
from typing import Any

from django.db import models

from webapp.charts.answer import Answer
from webapp.charts.queries.naming import addresses, named

MOST = 500
Rows = models.QuerySet[Any]


def bubbles(size: str) -> Callable[[Rows], Answer]:
    """List repositories with their first commit, a size and the number of contributors."""
    columns = ("repository", "first commit", size, "contributors")

    def read(rows: Rows) -> Answer:
        known = rows.filter(first_commit__isnull=False, **{f"{size}__isnull": False})
        found = list(known.order_by("-contributors", "-pk")[: MOST + 1])
        notes = []
        if missing := rows.count() - known.count():
            notes.append(
                f"{missing:,} repositories are not drawn: "
                f"their first commit or {size} were not seen."
            )
        if len(found) > MOST:
            notes.append(f"Cut: the {MOST} with the most contributors of {known.count():,}.")
        found = found[:MOST]
        names = named(found)
        table = [
            (
                names[row.pk],
                row.first_commit.date().isoformat(),
                getattr(row, size),
                row.contributors,
            )
            for row in found
        ]
        return Answer(columns, table, notes, links=addresses(found))

    return read
