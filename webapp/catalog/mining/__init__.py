"""Mining: what stored rows say together, kept in tables of its own."""

from collections.abc import Callable

from webapp.catalog.mining.forge import mine_forge

# By name: each counts anew, writes what is different, and returns how many rows that were.
MININGS: dict[str, Callable[[], int]] = {"forge": mine_forge}

__all__ = ["MININGS", "mine_forge"]
