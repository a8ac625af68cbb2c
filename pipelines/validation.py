"""Is the item whole? A row ready for any database, and what had to be refused.

A field that cannot be read costs itself: it is stored as null or empty, and the page's own text is
kept in a rejection. An item without its natural key, or without a field that its kind needs, is
refused whole.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
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
    digest: bytes
    refusals: list[Refusal] = field(default_factory=list)
    raw: Mapping[str, Any] = field(default_factory=dict)

    def refused(self, reason: str) -> Refusal:
        """Return this row as a refusal of the whole item."""
        return _refusal(self.kind.label, self.raw, "", reason)


def read_item(item: Any) -> Row | Refusal:
    """Turn an item into a row; raises nothing, whatever the page said."""
    raw = _said(item)
    label = getattr(item, "model", None)
    if not isinstance(label, str):
        return _refusal(
            type(item).__name__, raw, "", "names no model: it has no `model` attribute"
        )
    try:
        kind = kind_of(label)
    except (LookupError, ValueError):
        return _refusal(label, raw, "", "names a model that crawls cannot fill")
    return _read(kind, raw)


def _said(item: Any) -> Mapping[str, Any]:
    """Return the fields of an item of any sort; a dataclass's directly, which is the cheapest."""
    if is_dataclass(item):
        return {name: getattr(item, name) for name in _names(item.__class__)}
    return ItemAdapter(item)


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def _read(kind: Kind, raw: Mapping[str, Any]) -> Row | Refusal:
    values: dict[str, Any] = {}
    refusals: list[Refusal] = []
    for plan in kind.columns:
        try:
            values[plan.name] = _column(plan, raw.get(plan.name))
        except RefusedError as error:
            if plan.required:
                return _refusal(kind.label, raw, plan.name, str(error))
            refusals.append(_refusal(kind.label, raw, plan.name, str(error), item_stored=True))
            values[plan.name] = None if plan.null else plan.clean(None)
    lists = {plan.name: _list(kind, plan, raw, refusals) for plan in kind.lists}
    digest = _digest(kind, values, lists)
    values.update(kind.derived(values))
    return Row(kind, values[kind.key], values, lists, digest, refusals, raw)


def _column(plan: FieldPlan, value: Any) -> Any:
    if value is None and plan.null:
        return None
    if value is None and plan.required:
        raise RefusedError("is missing")
    value = plan.clean(value)
    if value == "":
        if plan.required:
            raise RefusedError("is missing")
        if plan.null:
            return None
    return value


def _list(
    kind: Kind, plan: FieldPlan, raw: Mapping[str, Any], refusals: list[Refusal]
) -> list[str]:
    """Return the natural keys of a many-to-many field, sorted, each once."""
    given = raw.get(plan.name)
    if given is None:
        return []
    kept: set[str] = set()
    if not isinstance(given, list | tuple | set | frozenset):
        reason = f"is {type(given).__name__}, not a list"
        refusals.append(_refusal(kind.label, raw, plan.name, reason, item_stored=True))
        return []
    for each in given:
        try:
            kept.add(plan.clean(each))
        except RefusedError as error:
            refusals.append(_refusal(kind.label, raw, plan.name, str(error), item_stored=True))
    return sorted(kept - {""})


def _digest(kind: Kind, values: Mapping[str, Any], lists: Mapping[str, list[str]]) -> bytes:
    """Hash what the page said: equal digests, equal rows on every database."""
    ignored = kind.model.NOT_COMPARED
    said = (
        [pair for pair in values.items() if pair[0] not in ignored]
        if ignored
        else [*values.items()]
    )
    return blake2b(repr((said, lists)).encode(), digest_size=16).digest()


def _refusal(
    kind: str, raw: Mapping[str, Any], name: str, reason: str, *, item_stored: bool = False
) -> Refusal:
    """Describe what was refused; a field's refusal keeps that field's raw value only."""
    url = raw.get("url")
    shown = {name: raw.get(name)} if item_stored else dict(raw)
    # Escaped JSON is ASCII: whatever the page said can be stored and shown.
    text = json.dumps(shown, default=str, skipkeys=True)[: Rejection.MAX_RAW]
    return Refusal(
        url=clean_text(url)[:2000] if isinstance(url, str) else "",
        kind=clean_text(kind)[:100],
        field=name[:100],
        reason=clean_text(f"{name} {reason}".strip())[:500],
        raw=text,
        item_stored=item_stored,
    )
