"""The parameters that choose rows by a column."""

from webapp.catalog.browse.column import Column


def filters_of(column: Column) -> list[str]:
    """Name the parameters: is, from, up to, has no value."""
    ends = ["__isnull"]
    if column.is_ranged:
        ends = ["__gte", "__lte", *ends]
    if column.is_comparable:
        ends = ["", *ends]
    return [f"{column.name}{end}" for end in ends]
