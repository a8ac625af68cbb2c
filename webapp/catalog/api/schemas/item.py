"""Rows of a kind."""

from typing import Any

from ninja import Schema


class ItemOut(Schema):
    """A row."""

    id: int
    kind: str
    key: str
    page: str
    fields: dict[str, Any]


class Items(Schema):
    """A page of rows, and where the next one is."""

    items: list[ItemOut]
    next: str | None
