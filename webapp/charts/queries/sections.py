"""How a site's sections link each other: the chord of pages."""

from collections import Counter
from collections.abc import Callable
from itertools import takewhile
from typing import Any

from django.db import models
from django.db.models import Max, Min

from webapp.charts.answer import Answer

PAGES = 5_000
MOST = 24
Rows = models.QuerySet[Any]


def sections(address: str, links: str) -> Callable[[Rows], Answer]:
    """Count links from section to section: the first folders that tell pages apart."""
    columns = ("from", "to", "links")

    def read(rows: Rows) -> Answer:
        newest = rows.order_by("-changed").values_list(address, links)[: PAGES + 1]
        base = _base(rows, address)
        found: Counter[tuple[str, str]] = Counter()
        read_pages = 0
        for url, targets in newest.iterator(chunk_size=200):
            read_pages += 1
            if read_pages > PAGES:
                break
            here = section_of(url, base)
            found.update(
                (here, section_of(each, base)) for each in targets if isinstance(each, str)
            )
        notes = []
        if read_pages > PAGES:
            notes.append(f"Cut: the links of the {PAGES:,} pages that changed last.")
        kept = _largest(found)
        lost = found.total() - sum(found[pair] for pair in kept)
        if lost:
            notes.append(f"Cut: the {MOST} largest sections; {lost:,} links of others left out.")
        table = [(*pair, found[pair]) for pair in sorted(kept, key=lambda p: (-found[p], p))]
        return Answer(columns, table, notes)

    return read


def _largest(found: Counter[tuple[str, str]]) -> list[tuple[str, str]]:
    sizes: Counter[str] = Counter()
    for (here, there), count in found.items():
        sizes[here] += count
        sizes[there] += count
    top = {name for name, _ in sizes.most_common(MOST)}
    return [pair for pair in found if top.issuperset(pair)]


def _base(rows: Rows, address: str) -> str:
    """Return the folder that all pages stand in: what is common to the first and the last."""
    ends = rows.aggregate(first=Min(address), last=Max(address))
    first, last = _path(ends["first"] or ""), _path(ends["last"] or "")
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    common = "".join(letter for letter, _ in same)
    return common[: common.rfind("/") + 1]


def section_of(url: str, base: str = "") -> str:
    """Return the folder below the base that an address stands in."""
    path = _path(url)
    if not path.startswith(base):
        return "elsewhere"
    folder, slash, _ = path[len(base) :].partition("/")
    return f"{folder}/" if slash else "/"


def _path(url: str) -> str:
    """Return an address without its scheme, query and fragment."""
    return url.split("?", 1)[0].split("#", 1)[0].partition("://")[2]
