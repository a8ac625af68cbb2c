"""How the values of a number are spread."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count, Max, Min

from webapp.charts.answer import Answer
from webapp.charts.queries.scale import Scale, plain, within

BINS = 30
CLOSER = 4  # times to look closer, when nearly all stands in one bin
Rows = models.QuerySet[Any]


def distribution(
    name: str, *, whole: bool, unit: Decimal | None = None
) -> Callable[[Rows], Answer]:
    """Count a number's values in ranges of one width; `unit` is the least step between them."""

    def read(rows: Rows) -> Answer:
        known = rows.filter(**{f"{name}__isnull": False})
        total = known.count()
        notes = _missing(rows.count() - total, name)
        if not total:
            return Answer(COLUMNS, [], notes)
        low, high = ends(known, name)
        scale, counts = _counted(known, name, Scale.over(low, high, BINS, whole=whole), total)
        table = _table(scale, counts, low, high)
        # The last range holds the greatest value, even where that is its end.
        counted = [within(name, row[0], row[1], unit) for row in table[:-1]]
        counted.append(within(name, table[-1][0], table[-1][1] + (unit or 0), unit))
        return Answer(COLUMNS, table, notes + _outside(counts, scale), counted)

    return read


COLUMNS = ("from", "to", "rows")


def ends(rows: Rows, name: str) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest value."""
    said = rows.aggregate(low=Min(name), high=Max(name))
    return Decimal(str(said["low"])), Decimal(str(said["high"]))


def _counted(rows: Rows, name: str, scale: Scale, total: int) -> tuple[Scale, dict[int, int]]:
    """Count in bins; one value a million times too large must not press all others into one."""
    counts = binned(rows, name, scale)
    for _ in range(CLOSER):
        fullest = max(counts, key=lambda place: counts[place])
        if len(counts) == 1 or counts[fullest] * 10 < total * 9 or not _inside(fullest, scale):
            break
        edges = {f"{name}__gte": scale.edge(fullest), f"{name}__lt": scale.edge(fullest + 1)}
        closer = Scale.over(*ends(rows.filter(**edges), name), BINS, whole=scale.whole)
        if closer.step >= scale.step:
            break
        scale, counts = closer, binned(rows, name, closer)
    return scale, counts


def _inside(place: int, scale: Scale) -> bool:
    return 0 <= place < scale.bins


def binned(rows: Rows, name: str, scale: Scale) -> dict[int, int]:
    """Count rows by bin."""
    found = rows.order_by().annotate(place=scale.bin_of(name)).values("place")
    return dict(found.annotate(count=Count("pk")).values_list("place", "count"))


def _table(
    scale: Scale, counts: dict[int, int], low: Decimal, high: Decimal
) -> list[tuple[Any, ...]]:
    places = [place for place in counts if _inside(place, scale)]
    shown = range(min(places), max(places) + 1) if places else range(0)
    inner = [(scale.edge(n), scale.edge(n + 1), counts.get(n, 0)) for n in shown]
    below = [(plain(low), scale.start, counts[-1])] if -1 in counts else []
    above = [(scale.end, plain(high), counts[scale.bins])] if scale.bins in counts else []
    return [*below, *inner, *above]


def _missing(count: int, name: str) -> list[str]:
    return [f"{count:,} rows without {name} are not counted."] if count else []


def _outside(counts: dict[int, int], scale: Scale) -> list[str]:
    outside = counts.get(-1, 0) + counts.get(scale.bins, 0)
    if not outside:
        return []
    return [f"{outside:,} rows lie far outside; they stand in one wide range at the edge."]
