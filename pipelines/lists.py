"""Many-to-many fields: only the difference is written."""

from collections.abc import Mapping, Sequence

from django.db.models import Q

from pipelines.kind import FieldPlan, Kind, Target
from pipelines.validation import Row


def write_lists(
    kind: Kind, rows: Sequence[tuple[int, Row]], ids: Mapping[tuple[Target, str], int]
) -> None:
    """Make the lists of these rows (primary key, row) what the page said."""
    for plan in kind.lists:
        wanted = {
            (pk, ids[plan.target, named])
            for pk, row in rows
            for named in row.lists[plan.name]
            if plan.target is not None
        }
        _write(kind, plan, [pk for pk, _ in rows], wanted)


def _write(kind: Kind, plan: FieldPlan, pks: Sequence[int], wanted: set[tuple[int, int]]) -> None:
    field = kind.model._meta.get_field(plan.name)
    through = field.remote_field.through  # type: ignore[union-attr]
    ours, theirs = field.m2m_field_name(), field.m2m_reverse_field_name()  # type: ignore[union-attr]
    rows = through._base_manager.filter(**{f"{ours}_id__in": pks})
    there = {
        (our, their): pk for pk, our, their in rows.values_list("pk", f"{ours}_id", f"{theirs}_id")
    }
    gone = [there[pair] for pair in there.keys() - wanted]
    if gone:
        through._base_manager.filter(Q(pk__in=gone)).delete()
    new = sorted(wanted - there.keys())
    if new:
        through._base_manager.bulk_create(
            [through(**{f"{ours}_id": our, f"{theirs}_id": their}) for our, their in new],
            ignore_conflicts=True,
        )
