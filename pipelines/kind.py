"""What the bridge needs to know of a model, worked out once for each kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, TypeVar, cast

from django.apps import apps
from django.db import models

from pipelines.values import Cleaner, cleaner
from webapp.catalog.models import Named, Record

AnyRecord = TypeVar("AnyRecord", bound=Record)
Target = type[Record] | type[Named]


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """How one field of a kind is filled.

    `target` is the model that a relation points at, whose natural key the item holds.
    """

    name: str
    clean: Cleaner
    null: bool  # None can be stored
    required: bool  # the item is nothing without it
    target: Target | None = None

    @property
    def path(self) -> str:
        """Where a query finds what the item holds: for a relation its natural key."""
        return f"{self.name}__{self.target.NATURAL_KEY}" if self.target else self.name


@dataclass(frozen=True)
class Kind:
    """A model that crawls fill: its columns, its lists (many to many), and its natural key."""

    label: str
    model: type[Record]
    key: str
    columns: tuple[FieldPlan, ...]
    lists: tuple[FieldPlan, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The model's own columns by field name, in the order of its arguments."""
        return tuple(field.name for field in self.model._meta.concrete_fields)

    @cached_property
    def relations(self) -> tuple[tuple[str, Target], ...]:
        """The columns that point at another model, and that model."""
        return tuple((plan.name, plan.target) for plan in self.columns if plan.target is not None)

    @cached_property
    def compared(self) -> tuple[FieldPlan, ...]:
        """The fields whose difference is a change, in one fixed order."""
        return tuple(
            plan for plan in self.columns + self.lists if plan.name not in self.model.NOT_COMPARED
        )

    def derived(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return columns that follow from the item's values."""
        return self.model.derived(values)


@cache
def kind_of(label: str) -> Kind:
    """Return the plan of a model; raises LookupError if it is none that crawls fill."""
    model = apps.get_model(label)
    if not issubclass(model, Record):
        raise LookupError(f"{label} is not a Record")  # noqa: TRY004 -- it was looked up
    # A key of several fields is a digest that no item holds and no person edits.
    derived = (
        {model.NATURAL_KEY} if not model._meta.get_field(model.NATURAL_KEY).editable else set()
    )
    plans = [
        _plan(model, field)
        for field in model._meta.concrete_fields
        if field.name not in {*model.HOUSE_FIELDS, *model.MINED_FIELDS, *derived}
    ]
    lists = [_list_plan(field) for field in model._meta.many_to_many]
    return Kind(model._meta.label, model, model.NATURAL_KEY, tuple(plans), tuple(lists))


def _plan(model: type[Record], field: models.Field[Any, Any]) -> FieldPlan:
    required = field.name == model.NATURAL_KEY or not (field.null or field.blank)
    target = cast("Target | None", field.related_model) if field.is_relation else None
    clean = _key_cleaner(target) if target else cleaner(field)
    return FieldPlan(field.name, clean, field.null, required, target)


def _list_plan(field: models.ManyToManyField[Any, Any]) -> FieldPlan:
    target = cast("Target", field.related_model)
    return FieldPlan(field.name, _key_cleaner(target), null=False, required=False, target=target)


def _key_cleaner(target: Target) -> Cleaner:
    field = target._meta.get_field(target.NATURAL_KEY)
    assert isinstance(field, models.Field)
    return cleaner(field)
