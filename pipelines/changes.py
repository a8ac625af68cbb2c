"""What was different: a Change row for each field that a crawl found changed."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import models

from pipelines.kind import Kind
from pipelines.validation import Row
from webapp.catalog.models import Change


def old_values(kind: Kind, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return what is stored under these keys, relations and lists as natural keys, and lock it."""
    if not keys:
        return {}
    rows = kind.model._base_manager.filter(**{f"{kind.key}__in": keys})
    return as_said(kind, rows.order_by(kind.key).select_for_update(of=("self",)))


def as_said(kind: Kind, rows: models.QuerySet[Any]) -> dict[str, dict[str, Any]]:
    """Return rows by their key as items would say them: relations and lists as natural keys."""
    names = {plan.name: plan.path for plan in kind.columns}
    said = {
        row[kind.key]: {"pk": row["pk"]} | {name: row[path] for name, path in names.items()}
        for row in rows.values("pk", kind.key, *names.values())
    }
    for plan in kind.lists:
        _add_list(kind, plan.name, plan.path, said)
    return said


def _add_list(kind: Kind, name: str, path: str, old: dict[str, dict[str, Any]]) -> None:
    for row in old.values():
        row[name] = []
    pairs = kind.model._base_manager.filter(**{f"{kind.key}__in": list(old)})
    for key, named in pairs.exclude(**{name: None}).values_list(kind.key, path):
        old[key][name].append(named)
    for row in old.values():
        row[name].sort()


def changes_of(
    kind: Kind,
    rows: Sequence[Row],
    old: Mapping[str, Mapping[str, Any]],
    job: int,
    now: datetime,
) -> list[Change]:
    """Return a Change for each field of these rows that differs from what was stored."""
    found: list[Change] = []
    for row in rows:
        before = old.get(row.key)
        if before is None:  # deleted meanwhile: it is new again
            continue
        said = row.values | row.lists
        found += [
            Change(
                kind=kind.label,
                record_id=before["pk"],
                key=row.key,
                field=plan.name,
                old=as_text(before[plan.name]),
                new=as_text(said[plan.name]),
                job_id=job,
                at=now,
            )
            for plan in kind.compared
            if before[plan.name] != said[plan.name]
        ]
    return found


def as_text(value: Any) -> str | None:
    """Return a value as a Change keeps it: numbers in full, dates as ISO 8601, lists as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | dict | bool):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)
