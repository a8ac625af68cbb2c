"""Parquet: typed columns, for analysis."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.browse.listing import Listing
from webapp.catalog.exports.flat import flat
from webapp.catalog.exports.reading import rows_of
from webapp.crawls.models import Job

GROUP = 5_000  # rows that are written at a time


class _Sink:
    """A file that is only written to, and emptied after each group."""

    closed = False

    def __init__(self) -> None:
        self.written = bytearray()

    def write(self, data: Any) -> int:
        self.written += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        self.closed = True

    def take(self) -> bytes:
        taken = bytes(self.written)
        self.written.clear()
        return taken


def write_parquet(listing: Listing) -> Iterator[bytes]:
    """Yield the file in pieces."""
    import pyarrow as pa  # noqa: PLC0415 -- 60 MB that no other page needs
    import pyarrow.parquet as pq  # noqa: PLC0415 -- as above

    columns = listing.view.columns
    schema = pa.schema([(column.name, _type(pa, column)) for column in columns])
    sink = _Sink()
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema) as writer:
        for rows in _groups(rows_of(listing)):
            values = zip(*(flat(columns, row) for row in rows), strict=True)
            arrays = [pa.array(list(v), f.type) for v, f in zip(values, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            yield sink.take()
    yield sink.take()


def _groups(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while group := [row for _, row in zip(range(GROUP), rows, strict=False)]:
        yield group


def _type(pa: Any, column: Column) -> Any:
    if column.sort is Sort.LIST:
        return pa.list_(pa.string())
    if column.sort is Sort.RELATION:
        return pa.int64() if column.target is Job else pa.string()
    return _plain(pa, column)


def _plain(pa: Any, column: Column) -> Any:
    field = column.field
    if isinstance(field, models.DecimalField):
        return pa.decimal128(field.max_digits, field.decimal_places)
    if isinstance(field, models.IntegerField):
        return pa.int64()
    if isinstance(field, models.FloatField):
        return pa.float64()
    types = {
        Sort.FLAG: pa.bool_(),
        Sort.DATE: pa.date32(),
        Sort.MOMENT: pa.timestamp("us", tz="UTC"),
    }
    return types.get(column.sort, pa.string())
