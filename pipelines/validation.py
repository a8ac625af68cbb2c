"""Is the item whole? A row ready for any database, and what had to be refused.

A field that cannot be read costs itself: it is stored as null or empty, and the page's own text is
kept in a rejection. An item without its natural key, or without a field that its kind needs, is
refused whole.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, is_dataclass
from hashlib import blake2b
from typing import Any

from itemadapter import ItemAdapter

from pipelines.kind import FieldPlan, Kind, kind_of
from pipelines.values import RefusedError, clean_text
from webapp.crawls.models import Rejection


@dataclass(slots=True)
class Refusal:
    """A value, or a whole item (`item_stored` false), that is not stored, and why."""

    url: str
    kind: str
    field: str
    reason: str
    raw: str  # JSON
    item_stored: bool = False


@dataclass(slots=True)
class Row:
    """An item that can be stored, or what it was refused for.

    `values` holds clean columns (relations as natural keys), `lists` sorted natural keys.
    """

    kind: Kind
    key: str
    values: dict[str, Any]
    lists: dict[str, list[str]]
    digest: str
    refusals: list[Refusal] = field(default_factory=list)
    item: Any = None
    again: bool = False  # its key came before in this crawl

    def refused(self, reason: str) -> Refusal:
        """Return this row as a refusal of the whole item."""
        return _refusal(self.kind.label, self.item, "", reason)


def read_item(item: Any) -> Row | Refusal:
    """Turn an item into a row; raises nothing, whatever the page said."""
    label = getattr(item, "model", None)
    if not isinstance(label, str):
        reason = "names no model: it has no `model` attribute"
        return _refusal(type(item).__name__, item, "", reason)
    try:
        kind = kind_of(label)
    except (LookupError, ValueError):
        return _refusal(label, item, "", "names a model that crawls cannot fill")
    return _read(kind, item)


def _read(kind: Kind, item: Any) -> Row | Refusal:
    said = _reader(item)
    values: dict[str, Any] = {}
    refusals: list[Refusal] = []
    for plan in kind.columns:
        name, value = plan.name, said(plan.name)
        if value is None and plan.null:
            values[name] = None
            continue
        try:
            values[name] = _column(plan, value)
        except RefusedError as error:
            if plan.required:
                return _refusal(kind.label, item, name, str(error))
            refusals.append(_refusal(kind.label, item, name, str(error), item_stored=True))
            values[name] = None if plan.null else plan.clean(None)
    lists = {plan.name: _list(kind, plan, item, refusals) for plan in kind.lists}
    digest = _digest(kind, values, lists)
    values.update(kind.derived(values))
    return Row(kind, values[kind.key], values, lists, digest, refusals, item)


def _reader(item: Any) -> Callable[[str], Any]:
    """Return what gives a field of an item of any sort, None for one that it has not."""
    if is_dataclass(item):
        return lambda name: getattr(item, name, None)
    return ItemAdapter(item).get


def _column(plan: FieldPlan, value: Any) -> Any:
    if value is None and plan.required:
        raise RefusedError("is missing")
    value = plan.clean(value)
    if value == "":
        if plan.required:
            raise RefusedError("is missing")
        if plan.null:
            return None
    return value


def _list(kind: Kind, plan: FieldPlan, item: Any, refusals: list[Refusal]) -> list[str]:
    """Return the natural keys of a many-to-many field, sorted, each once."""
    given = _reader(item)(plan.name)
    if given is None:
        return []
    kept: set[str] = set()
    if not isinstance(given, list | tuple | set | frozenset):
        reason = f"is {type(given).__name__}, not a list"
        refusals.append(_refusal(kind.label, item, plan.name, reason, item_stored=True))
        return []
    for each in given:
        try:
            kept.add(plan.clean(each))
        except RefusedError as error:
            refusals.append(_refusal(kind.label, item, plan.name, str(error), item_stored=True))
    return sorted(kept - {""})


def _digest(kind: Kind, values: Mapping[str, Any], lists: Mapping[str, list[str]]) -> str:
    """Hash what the page said: equal digests, equal rows on every database."""
    ignored = kind.model.NOT_COMPARED
    if ignored:
        values = {name: value for name, value in values.items() if name not in ignored}
    said = (*values.items(), *lists.items())
    return blake2b(repr(said).encode(), digest_size=16).hexdigest()


def _refusal(
    kind: str, item: Any, name: str, reason: str, *, item_stored: bool = False
) -> Refusal:
    """Describe what was refused; a field's refusal keeps that field's raw value only."""
    raw = ItemAdapter(item).asdict() if ItemAdapter.is_item(item) else {"item": str(item)}
    url = raw.get("url")
    shown = {name: raw.get(name)} if item_stored else raw
    return Refusal(
        url=clean_text(url)[:2000] if isinstance(url, str) else "",
        kind=clean_text(kind)[:100],
        field=name[:100],
        reason=clean_text(f"{name} {reason}".strip())[:500],
        raw=_as_json(shown),
        item_stored=item_stored,
    )


def _as_json(shown: Mapping[str, Any]) -> str:
    """Return raw values as JSON of at most MAX_RAW characters; long ones are cut, and end in "…".

    Escaped JSON is ASCII: whatever the page said can be stored and shown.
    """
    text = json.dumps(shown, default=str, skipkeys=True)
    if len(text) <= Rejection.MAX_RAW:
        return text
    # A character may be escaped into twelve; every field gets its share.
    share = Rejection.MAX_RAW // (14 * max(len(shown), 1))
    cut = {name: f"{str(value)[:share]}…" for name, value in shown.items()}
    return json.dumps(cut, skipkeys=True)
