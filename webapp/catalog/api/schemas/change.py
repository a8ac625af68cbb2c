"""What crawls found different."""

from datetime import datetime

from ninja import Schema


class ChangeOut(Schema):
    """One field of one row: old and new, as text."""

    id: int
    kind: str | None
    item: int
    key: str
    field: str
    old: str | None
    new: str | None
    at: datetime
    job: int | None


class Changes(Schema):
    """A page of changes, newest first, and where the next one is."""

    changes: list[ChangeOut]
    next: str | None
