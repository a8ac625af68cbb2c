"""What is stored already: asked by a spider, answered by whoever stores."""

from typing import Any, Protocol


class Stored(Protocol):
    """Answers a spider what earlier crawls, and this one so far, have stored.

    `kind` is an item class. `where` names fields and the value that each must have, or a list of
    values; relations are named by the other row's natural key, as in items. Rows that were only
    named by others do not count.
    """

    async def keys(self, kind: type, **where: Any) -> set[str]:
        """Return the natural keys of the rows that fit."""

    async def items(self, kind: type, **where: Any) -> list[Any]:
        """Return the rows that fit as items, as their pages said them last."""


class NothingStored:
    """The answer of a crawl without a database: there is nothing."""

    async def keys(self, kind: type, **where: Any) -> set[str]:
        return set()

    async def items(self, kind: type, **where: Any) -> list[Any]:
        return []
