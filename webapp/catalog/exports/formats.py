"""The formats that a view can be had in, by the ending of its address."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from webapp.catalog.browse.listing import Listing
from webapp.catalog.exports.csvfile import write_csv
from webapp.catalog.exports.jsonfile import write_json, write_ndjson
from webapp.catalog.exports.parquet import write_parquet
from webapp.catalog.exports.xlsx import write_xlsx


@dataclass(frozen=True)
class Format:
    """How a view becomes a file."""

    type: str
    write: Callable[[Listing], Iterator[bytes]]


FORMATS: dict[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", write_csv),
    "json": Format("application/json", write_json),
    "ndjson": Format("application/x-ndjson", write_ndjson),
    "parquet": Format("application/vnd.apache.parquet", write_parquet),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx
    ),
}
