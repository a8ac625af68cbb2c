"""What a job found different."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Left
from django.utils.safestring import SafeString

from webapp.catalog.browse.addresses import key_text
from webapp.catalog.browse.counts import MOST, Count
from webapp.catalog.browse.kind import Kind, kind_labelled
from webapp.catalog.history.difference import difference
from webapp.catalog.jobreport.groups import Group
from webapp.catalog.models import Change
from webapp.crawls.models import Job

SAMPLES = 10
READ = 500  # characters of a sample's values


@dataclass(frozen=True)
class Changed:
    """How many rows of a kind changed in one field."""

    kind: Kind
    field: str
    count: Count


@dataclass(frozen=True)
class Sample:
    """One change."""

    kind: Kind
    key: str
    field: str
    shown: SafeString

    @property
    def key_text(self) -> str:
        return key_text(self.key)


def changes_of(job: Job) -> QuerySet[Any]:
    """Return a job's changes as they are grouped."""
    rows = Change.objects.filter(job=job).order_by()
    return rows.values_list("pk", "kind", "field", Value(""))


def changed_by(groups: Sequence[Group]) -> list[Changed]:
    """Count changes by kind and field."""
    more = sum(group.number for group in groups) > MOST
    return [
        Changed(kind, _label(kind, group.names[1]), Count(group.number, more=more))
        for group in groups
        if (kind := kind_labelled(group.names[0]))
    ]


def samples_of(job: Job) -> list[Sample]:
    """Return a job's last changes."""
    rows = Change.objects.filter(job=job).order_by("-pk")
    values = rows.values_list("kind", "key", "field", Left("old", READ), Left("new", READ))
    return [
        Sample(kind, key, _label(kind, field), difference(kind.columns.get(field), old, new))
        for label, key, field, old, new in values[:SAMPLES]
        if (kind := kind_labelled(label)) and key
    ]


def _label(kind: Kind, field: str) -> str:
    column = kind.columns.get(field)
    return column.label if column else field
