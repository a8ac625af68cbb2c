"""Field coverage: how many items of a kind came with which fields filled."""

from collections import Counter
from typing import Any

from pipelines.kind import kind_of
from pipelines.upsert import Outcome
from pipelines.validation import Row

COUNTED = {Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED}


class FieldCoverage:
    """Counts which sets of fields occur: one step for each item, whatever its number of fields."""

    def __init__(self) -> None:
        self._sets: Counter[tuple[str, tuple[str, ...]]] = Counter()

    def add(self, row: Row, outcome: Outcome) -> None:
        """Count what the page said, stored anew or unchanged."""
        if outcome in COUNTED:
            filled = tuple(
                name
                for values in (row.values, row.lists)
                for name, value in values.items()
                if value not in (None, "", [])
            )
            self._sets[row.kind.label, filled] += 1

    def totals(self) -> dict[str, dict[str, Any]]:
        """Return the statistics: for each kind its items, and its items with each field."""
        items: Counter[str] = Counter()
        fields: dict[str, Counter[str]] = {}
        for (label, filled), count in self._sets.items():
            items[label] += count
            fields.setdefault(label, Counter()).update(dict.fromkeys(filled, count))
        return {
            f"coverage/{label}": {
                "items": items[label],
                "fields": {name: counts[name] for name in _said(label)},
            }
            for label, counts in fields.items()
        }


def _said(label: str) -> list[str]:
    """Return the fields that an item says; those that follow from others are always there."""
    kind = kind_of(label)
    return [plan.name for plan in kind.columns + kind.lists]
