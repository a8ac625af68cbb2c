"""A kind is written twice on purpose: what a page says (the item), what we keep (the model).

This test holds the two together; its messages say which of the two to mend.
"""

import dataclasses
import datetime
import decimal
import types
import typing

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

import crawlers.items
from webapp.catalog.models import Named, Record

ITEMS = [getattr(crawlers.items, name) for name in crawlers.items.__all__]
RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]
FIELDS = [(item, field) for item in ITEMS for field in dataclasses.fields(item)]

# What an item's field must be for each sort of column. `str` beside a number or a date: what
# cannot be read stays the page's text, and the filter stage refuses it with that text.
TYPES = {
    models.DecimalField: decimal.Decimal | str,
    models.PositiveIntegerField: int | str,
    models.PositiveSmallIntegerField: int | str,
    models.IntegerField: int | str,
    models.DateField: datetime.date | str,
    models.DateTimeField: datetime.datetime | str,
    models.CharField: str,
    models.TextField: str,
    models.JSONField: list[str],
    models.ManyToManyField: list[str],
    models.ForeignKey: str,
}


def model_of(item):
    try:
        return apps.get_model(item.model)
    except (AttributeError, LookupError, ValueError):
        return None


def kept(model):
    """Name the fields that a kind's item fills."""
    key = model._meta.get_field(model.NATURAL_KEY)
    derived = set() if key.editable else {key.name}
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return {field.name for field in fields} - {*model.HOUSE_FIELDS, *model.MINED_FIELDS, *derived}


def wanted(column):
    """Return the type that an item's field must have for a column; None for an unknown sort."""
    plain = TYPES.get(type(column))
    if plain is None or not column.null:
        return plain
    return plain | None


def fits(said, column):
    """Tell whether an item's annotation is what the column wants.

    A number or a date that cannot be missing is never the page's text either: then the page is
    not read at all.
    """
    want = wanted(column)
    if said == want:
        return True
    exact = {int, decimal.Decimal, datetime.date, datetime.datetime}
    return not column.null and said in exact & set(typing.get_args(want))


def shown(kind):
    if isinstance(kind, types.UnionType):
        return " | ".join(shown(each) for each in typing.get_args(kind))
    if kind is types.NoneType:
        return "None"
    return kind.__name__ if type(kind) is type else str(kind)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.__name__)
def test_item_names_a_record(item):
    name = getattr(item, "model", None)
    model = model_of(item)
    assert model is not None, f"{item.__name__}.model is {name!r}: name a model, 'catalog.<Kind>'"
    assert issubclass(model, Record), f"{item.__name__}.model is {name}: crawls fill Records only"


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.__name__)
def test_item_has_the_fields_that_its_model_keeps(item):
    model = model_of(item)
    said = {field.name for field in dataclasses.fields(item)}
    missing, unknown = kept(model) - said, said - kept(model)
    assert not missing, (
        f"{model.__name__} keeps {sorted(missing)}, which no {item.__name__} says: add the field "
        f"in crawlers/items, or take it from the model"
    )
    assert not unknown, (
        f"{item.__name__} says {sorted(unknown)}, which {model.__name__} does not keep: add the "
        f"field (and its migration) in webapp/catalog/models, or take it from the item"
    )


@pytest.mark.parametrize(
    ("item", "field"), FIELDS, ids=[f"{item.__name__}.{field.name}" for item, field in FIELDS]
)
def test_field_has_the_type_of_its_column(item, field):
    model = model_of(item)
    try:
        column = model._meta.get_field(field.name)
    except FieldDoesNotExist:
        pytest.fail(f"{model.__name__} has no field {field.name!r}")
    said = typing.get_type_hints(item)[field.name]
    want = wanted(column)
    sort = f"{'nullable ' if column.null else ''}{type(column).__name__}"
    assert want is not None, f"{model.__name__}.{field.name} is a {sort}: add it to TYPES here"
    assert fits(said, column), (
        f"{item.__name__}.{field.name} is {shown(said)}, but {model.__name__}.{field.name} is a "
        f"{sort}: make it {shown(want)} in crawlers/items, or change null= of the column (with "
        f"its migration)"
    )


@pytest.mark.parametrize(
    ("item", "field"), FIELDS, ids=[f"{item.__name__}.{field.name}" for item, field in FIELDS]
)
def test_field_that_may_be_left_out_can_be_stored_empty(item, field):
    column = model_of(item)._meta.get_field(field.name)
    may_be_left_out = (field.default, field.default_factory) != (dataclasses.MISSING,) * 2
    # Not the other way round: an author who is only named has no address yet.
    assert column.blank or column.null or not may_be_left_out, (
        f"{item.__name__}.{field.name} has a default, but its column must be filled: "
        f"take the default from the item, or give the column blank=True"
    )


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_record_has_one_item(model):
    items = [item.__name__ for item in ITEMS if model_of(item) is model]
    assert len(items) == 1, (
        f"{model.__name__} is what {items or 'no item'} says: one item in crawlers/items names it"
    )


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_natural_key_is_one_unique_column(model):
    assert model._meta.get_field(model.NATURAL_KEY).unique
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        if field.is_relation and field.name not in model.HOUSE_FIELDS:
            target = field.related_model
            assert issubclass(target, Record | Named), f"{model.__name__}.{field.name}"
            assert target._meta.get_field(target.NATURAL_KEY).unique


def test_every_item_class_is_listed():
    named = {
        name
        for name, value in vars(crawlers.items).items()
        if isinstance(value, type) and name.endswith("Item")
    }
    assert set(crawlers.items.__all__) == named
