"""Natural keys to primary keys, in bulk.

Resolved before the transaction that uses them: an id cached from inside a transaction that is then
rolled back would be dead.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from typing import Any

from pipelines.kind import Target
from pipelines.validation import Row

CACHE_SIZE = 50_000  # keys in all: some 10 MB


class Relations:
    """Remembers the primary keys of what rows point at; makes a stub for what is named first."""

    def __init__(self, size: int = CACHE_SIZE) -> None:
        self._size = size
        self._known: OrderedDict[tuple[Target, str], int] = OrderedDict()

    def forget(self) -> None:
        """Drop everything: a row may have been deleted in the admin."""
        self._known.clear()

    def resolve(self, rows: Iterable[Row]) -> dict[tuple[Target, str], int]:
        """Return the primary key of everything that these rows name."""
        needed: defaultdict[Target, set[str]] = defaultdict(set)
        for row in rows:
            for plan in row.kind.columns:
                if plan.target is not None and row.values[plan.name] is not None:
                    needed[plan.target].add(row.values[plan.name])
            for plan in row.kind.lists:
                if plan.target is not None:
                    needed[plan.target].update(row.lists[plan.name])
        found: dict[tuple[Target, str], int] = {}
        # In one order for every process, as the rows: no deadlocks.
        for target in sorted(needed, key=lambda model: model._meta.label):
            found.update(self._resolve(target, needed[target]))
        return found

    def _resolve(self, target: Target, keys: set[str]) -> dict[tuple[Target, str], int]:
        found = {
            (target, key): self._known[target, key] for key in keys if (target, key) in self._known
        }
        missing = sorted(key for key in keys if (target, key) not in found)
        if missing:
            ids = _select(target, missing)
            unnamed = [key for key in missing if key not in ids]
            if unnamed:
                stubs: list[Any] = [target(**{target.NATURAL_KEY: key}) for key in unnamed]
                # Another crawl may name the same thing at the same moment; its id is as good.
                target._base_manager.bulk_create(stubs, ignore_conflicts=True)
                ids |= _select(target, unnamed)
            found |= {(target, key): ids[key] for key in missing}
        self._remember(found)
        return found

    def _remember(self, found: dict[tuple[Target, str], int]) -> None:
        for key, pk in found.items():
            self._known[key] = pk
            self._known.move_to_end(key)
        while len(self._known) > self._size:
            self._known.popitem(last=False)


def _select(target: Target, keys: list[str]) -> dict[str, int]:
    name = target.NATURAL_KEY
    rows = target._base_manager.filter(**{f"{name}__in": keys})
    return dict(rows.values_list(name, "pk"))
