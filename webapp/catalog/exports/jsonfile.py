"""JSON as structures: relations are objects in their rows."""

from collections.abc import Iterator, Sequence
from typing import Any

from webapp.catalog.browse.addresses import row_url
from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.browse.kind import kind_of
from webapp.catalog.browse.listing import Listing
from webapp.catalog.exports.reading import rows_of
from webapp.catalog.exports.strict import dumps, strict
from webapp.crawls.models import Job


def nested(columns: Sequence[Column], row: Any) -> dict[str, Any]:
    """Return a row as JSON has it."""
    return {column.name: _nested(column, getattr(row, column.name)) for column in columns}


def _nested(column: Column, value: Any) -> Any:
    if value is None:
        return None
    if column.sort is Sort.RELATION:
        return _other(value)
    if column.sort is Sort.LIST:
        return [_other(each) for each in value.all()]
    return strict(value)


def _other(row: Any) -> dict[str, Any]:
    """Describe another row: what it is called by, and its page."""
    if isinstance(row, Job):
        return {"id": row.pk, "spider": row.spider, "page": row_url(row)}
    kind = kind_of(type(row))  # type: ignore[arg-type]
    names = dict.fromkeys([kind.key, kind.lead.name])
    return {name: strict(getattr(row, name)) for name in names} | {"page": row_url(row)}


def _line(columns: Sequence[Column], row: Any) -> str:
    return dumps(nested(columns, row))


def write_json(listing: Listing) -> Iterator[bytes]:
    """Yield one array of objects, a line each."""
    start = "[\n"
    for row in rows_of(listing):
        yield f"{start}{_line(listing.view.columns, row)}".encode()
        start = ",\n"
    yield b"[]\n" if start == "[\n" else b"\n]\n"


def write_ndjson(listing: Listing) -> Iterator[bytes]:
    """Yield an object a line."""
    for row in rows_of(listing):
        yield f"{_line(listing.view.columns, row)}\n".encode()
