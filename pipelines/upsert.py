"""Rows into tables: only what is new or different is written.

One batch is a handful of queries whatever its size: a select of keys and hashes, an upsert of new
and changed rows, the changed rows' old values, their Change rows, and the differences of lists.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from pipelines.changes import changes_of, old_values
from pipelines.kind import Kind, Target
from pipelines.lists import write_lists
from pipelines.relations import Relations
from pipelines.validation import Refusal, Row
from webapp.catalog.models import Change, Record
from webapp.crawls.models import Rejection

Ids = Mapping[tuple[Target, str], int]


class Outcome(StrEnum):
    """What became of one item. The names are those of the crawl's statistics."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"  # its key came again in this crawl; the last one won


class Store:
    """Writes batches for one job, in the thread that calls it."""

    def __init__(self, job: int) -> None:
        self.job = job
        self.relations = Relations()
        self.is_continued = False  # a page may be read, and its refusals be sent, once more

    def write(
        self,
        batch: Sequence[Row | Refusal],
        also: Callable[[list[Outcome]], None] = lambda _: None,
    ) -> list[Outcome]:
        """Store a batch in one transaction, or nothing of it; returns an outcome for each entry.

        `also` is called with them before the commit, in the same transaction. Raises
        django.db.Error when the database refuses the batch or is away.
        """
        rows = [entry for entry in batch if isinstance(entry, Row)]
        ids = self.relations.resolve(rows)
        now = timezone.now()
        outcomes: dict[int, Outcome] = {}
        with transaction.atomic():
            for kind, group in _by_kind(rows):
                outcomes |= self._write_kind(kind, group, ids, now)
            self._write_refusals(batch, now)
            found = [_outcome(entry, outcomes) for entry in batch]
            also(found)
        return found

    def _write_kind(
        self, kind: Kind, rows: Sequence[Row], ids: Ids, now: datetime
    ) -> dict[int, Outcome]:
        last = {row.key: row for row in rows}  # the last one of a key wins
        stored = _hashes(kind, sorted(last))
        outcomes: dict[str, Outcome] = {}
        for key, row in last.items():
            digest = stored.get(key, "")
            if not digest:  # not there, or only named so far
                outcomes[key] = Outcome.CREATED
            else:
                same = digest == row.digest
                outcomes[key] = Outcome.UNCHANGED if same else Outcome.UPDATED
        write = [last[key] for key in sorted(last) if outcomes[key] is not Outcome.UNCHANGED]
        if write:
            changed = [row for row in write if outcomes[row.key] is Outcome.UPDATED]
            self._write_rows(kind, write, changed, ids, now)
        return {
            id(row): outcomes[row.key] if last[row.key] is row else Outcome.DUPLICATE
            for row in rows
        }

    def _write_rows(
        self, kind: Kind, rows: Sequence[Row], changed: Sequence[Row], ids: Ids, now: datetime
    ) -> None:
        old = old_values(kind, [row.key for row in changed])
        objects = [self._object(row, ids, now) for row in rows]
        saved = kind.model._base_manager.bulk_create(
            objects,
            update_conflicts=True,
            unique_fields=[kind.key],
            update_fields=_updated(kind),
        )
        pks = [each.pk for each in saved]
        if kind.lists:
            write_lists(kind, list(zip(pks, rows, strict=True)), ids)
        found = changes_of(kind, changed, old, self.job, now)
        if found:
            Change.objects.bulk_create(found)

    def _object(self, row: Row, ids: Ids, now: datetime) -> Record:
        values = dict(row.values)
        for name, target in row.kind.relations:
            named = values[name]
            values[name] = None if named is None else ids[target, named]
        values |= {"job": self.job, "first_seen": now, "changed": now, "content_hash": row.digest}
        # By position: by name Django takes half as long again.
        ordered: list[Any] = [values.get(name) for name in row.kind.names]
        return row.kind.model(*ordered)  # type: ignore[misc]

    def _write_refusals(self, batch: Sequence[Row | Refusal], now: datetime) -> None:
        refusals: list[Refusal] = []
        for entry in batch:
            refusals += entry.refusals if isinstance(entry, Row) else [entry]
        if refusals and self.is_continued:
            refusals = self._unknown(refusals)
        if refusals:
            Rejection.objects.bulk_create(
                Rejection(
                    job_id=self.job,
                    url=refusal.url,
                    kind=refusal.kind,
                    field=refusal.field,
                    reason=refusal.reason,
                    raw=refusal.raw,
                    item_stored=refusal.item_stored,
                    at=now,
                )
                for refusal in refusals
            )

    def _unknown(self, refusals: Sequence[Refusal]) -> list[Refusal]:
        """Leave out what this job has recorded before it was interrupted."""
        urls = {refusal.url for refusal in refusals}
        known = set(
            Rejection.objects.filter(job=self.job, url__in=urls).values_list(
                "url", "kind", "field", "raw"
            )
        )
        return [
            each for each in refusals if (each.url, each.kind, each.field, each.raw) not in known
        ]


def _outcome(entry: Row | Refusal, outcomes: Mapping[int, Outcome]) -> Outcome:
    if isinstance(entry, Row):
        return Outcome.DUPLICATE if entry.again else outcomes[id(entry)]
    return Outcome.REJECTED


def _by_kind(rows: Sequence[Row]) -> list[tuple[Kind, list[Row]]]:
    """Group rows by kind, in one order for every process: no deadlocks between crawls."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.kind.label, []).append(row)
    return [(groups[label][0].kind, groups[label]) for label in sorted(groups)]


def _hashes(kind: Kind, keys: Sequence[str]) -> dict[str, str]:
    found = kind.model._base_manager.filter(**{f"{kind.key}__in": keys})
    return dict(found.values_list(kind.key, "content_hash"))


def _updated(kind: Kind) -> list[str]:
    """Return the columns that an upsert overwrites: not the key, nor what is not the crawl's."""
    kept = {"id", "first_seen", kind.key, *kind.model.MINED_FIELDS}
    names: list[str] = [
        field.name
        for field in kind.model._meta.concrete_fields
        if isinstance(field, models.Field) and field.name not in kept
    ]
    return names
