"""Tables of results hold what was found: only rows that are different are written."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils import timezone

from webapp.catalog.mining.statements import Row, delete, insert, update
from webapp.catalog.models import Mined, Record

TURN = 7_001_965  # of the advisory lock: any number that nobody else takes


def take_turn() -> None:
    """Wait until no other mining runs; to be called in a transaction.

    Else one that began earlier could write last. SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def keep(model: type[Mined], found: Mapping[Row, Row], job: int | None) -> int:
    """Make a table hold exactly what was found; returns how many rows were written."""
    values = [field for field in _columns(model) if field.name not in model.KEY]
    keys = [model._meta.get_field(name) for name in model.KEY]
    stored, gone = {}, []
    names = [field.attname for field in (*keys, *values)]
    for pk, *row in model._default_manager.order_by().values_list("pk", *names).iterator():
        key = tuple(row[: len(keys)])
        stored[key] = (pk, tuple(row[len(keys) :]))
        if key not in found:
            gone.append((pk,))
    new = [(*key, *said) for key, said in found.items() if key not in stored]
    changed = [
        (stored[key][0], *said)
        for key, said in found.items()
        if key in stored and stored[key][1] != said
    ]
    origin = {"job_id": job, "mined": timezone.now()}
    delete(model, gone)
    update(model, values, changed, origin)
    insert(model, [*keys, *values], new, origin)
    return len(gone) + len(changed) + len(new)


def fill(model: type[Record], found: Mapping[Row, Row]) -> int:
    """Write a kind's mined fields where they are different, and nothing else of its rows."""
    names = model.MINED_FIELDS
    rows = model._default_manager.order_by()
    stored = {pk: tuple(said) for pk, *said in rows.values_list("pk", *names).iterator()}
    changed = [(pk, *said) for (pk,), said in found.items() if pk in stored and stored[pk] != said]
    if changed and connection.features.has_select_for_update:
        # In the order that crawls lock them in: of two orders comes a deadlock.
        mine = rows.filter(pk__in=[row[0] for row in changed]).order_by(model.NATURAL_KEY)
        list(mine.select_for_update().values_list("pk"))
    update(model, [model._meta.get_field(name) for name in names], changed, {})
    return len(changed)


def _columns(model: type[Mined]) -> list[Any]:
    house = {field.name for field in Mined._meta.local_fields}
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in house
    ]
