"""What was mined of a single row and needs no drawing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from webapp.catalog.models import Contributor, ContributorWork, Mined


@dataclass(frozen=True)
class Facts:
    """Figures by their names, and the result that they come from."""

    said: list[tuple[str, Any]]
    source: Mined


def _of_contributor(row: Any) -> Facts | None:
    work = ContributorWork.objects.select_related("job").defer("job__stats")
    found = work.filter(contributor=row.pk).first()
    if found is None:
        return None
    names = ("first_commit", "last_commit", "commits", "languages")
    said = [(name.replace("_", " ").capitalize(), getattr(found, name)) for name in names]
    return Facts(said, found)


FACTS: dict[str, Callable[[Any], Facts | None]] = {Contributor._meta.label: _of_contributor}


def facts_of(row: Any) -> Facts | None:
    """Return the facts of a row, if its kind has any."""
    find = FACTS.get(row._meta.label)
    return find(row) if find else None
