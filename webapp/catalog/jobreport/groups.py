"""What a job left in several tables, grouped by what its rows say: all in one statement.

Django's ORM has no words for grouping no more than so many rows, nor for two tables at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connections, models

from webapp.catalog.browse.counts import MOST

NAMES = ("a", "b", "c")


@dataclass(frozen=True)
class Group:
    """Rows that say the same: how many, and the number of the last of them."""

    names: tuple[str, str, str]
    number: int
    last: int


def groups_of(tables: Mapping[str, models.QuerySet[Any]]) -> dict[str, list[Group]]:
    """Group the rows of each queryset, which gives a number and three texts, the largest first.

    No more than 10,001 rows are read of each.
    """
    found: dict[str, list[Group]] = {name: [] for name in tables}
    if not tables:
        return found
    using = next(iter(tables.values())).db
    inner, outer, given = [], [], []
    for name, rows in tables.items():
        sql, params = rows[: MOST + 1].query.get_compiler(using).as_sql()
        inner.append(f"{name} (pk, {', '.join(NAMES)}) AS ({sql})")
        grouped = f"SELECT '{name}', {', '.join(NAMES)}, COUNT(*), MAX(pk) FROM {name}"  # noqa: S608 -- ours
        outer.append(f"{grouped} GROUP BY {', '.join(NAMES)}")
        given += params
    with connections[using].cursor() as cursor:
        cursor.execute(f"WITH {', '.join(inner)} {' UNION ALL '.join(outer)}", given)
        for name, a, b, c, number, last in cursor.fetchall():
            found[name].append(Group((a, b, c), number, last))
    for groups in found.values():
        groups.sort(key=lambda group: (-group.number, group.names))
    return found
