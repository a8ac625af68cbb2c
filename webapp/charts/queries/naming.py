"""Rows by the names that people know them by."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from webapp.catalog.browse.addresses import row_url


def named(rows: Iterable[Any], *taken: str) -> dict[int, str]:
    """Return what each row is called; where a name is not its own, with its natural key."""
    called = {row.pk: (str(row), str(getattr(row, row.NATURAL_KEY))) for row in rows}
    often = Counter([*taken, *(name for name, _ in called.values())])
    return {
        pk: name if often[name] == 1 or name == key else f"{name} ({key})"
        for pk, (name, key) in called.items()
    }


def addresses(rows: Iterable[Any]) -> list[str]:
    """Return the address of each row's page."""
    return [row_url(row) for row in rows]
