"""What is stored, for spiders that ask: rows as the items that they were."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from pipelines.changes import as_said
from pipelines.kind import Kind, kind_of
from pipelines.writer import Writer

CHUNK = 500  # values that are asked for at once


class StoredRows:
    """Answers a spider's `self.stored` in the writer's thread, after all that was handed over.

    It waits for a database that is away as the writer does.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def keys(self, kind: type, **where: Any) -> set[str]:
        """Return the natural keys of the rows that fit."""
        return await self._writer.call(partial(_keys, _kind(kind), where))

    async def items(self, kind: type, **where: Any) -> list[Any]:
        """Return the rows that fit as items, as their pages said them last."""
        rows = await self._writer.call(partial(_rows, _kind(kind), where))
        return [kind(**row) for row in rows]


def _kind(item: Any) -> Kind:
    return kind_of(item.model)


def _keys(kind: Kind, where: Mapping[str, Any]) -> set[str]:
    found: set[str] = set()
    for each in _filters(kind, where):
        found |= set(_written(kind, each).values_list(kind.key, flat=True))
    return found


def _rows(kind: Kind, where: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = [plan.name for plan in kind.columns + kind.lists]
    rows: list[dict[str, Any]] = []
    for each in _filters(kind, where):
        said = as_said(kind, _written(kind, each).order_by("pk"))
        rows += [{name: row[name] for name in names} for row in said.values()]
    return rows


def _written(kind: Kind, where: Mapping[str, Any]) -> Any:
    """Select the rows that fit and were crawled, not only named by others."""
    return kind.model._base_manager.filter(**where).exclude(content_hash="")


def _filters(kind: Kind, where: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the conditions as Django writes them, long lists a part at a time."""
    paths = {plan.name: plan.path for plan in kind.columns + kind.lists}
    single = {paths.get(name, name): value for name, value in where.items() if _is_single(value)}
    several = [(paths.get(name, name), value) for name, value in where.items()
               if not _is_single(value)]  # fmt: skip
    if not several:
        yield single
        return
    ((path, values),) = several
    for start in range(0, len(values), CHUNK):
        yield single | {f"{path}__in": list(values[start : start + CHUNK])}


def _is_single(value: Any) -> bool:
    return isinstance(value, str) or not isinstance(value, Sequence)
