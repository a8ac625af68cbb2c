"""A kind: what is known of each of its rows, and how rows are chosen."""

from ninja import Schema


class FieldOut(Schema):
    """A column of a kind."""

    name: str
    label: str
    type: str
    help: str
    sortable: bool
    # The parameters that choose rows by it.
    filters: list[str]
    # The kind that it points at.
    points_at: str | None


class KindOut(Schema):
    """A type of thing that is kept."""

    kind: str
    name: str
    plural: str
    key: str
    fields: list[FieldOut]
    items: str
    page: str
