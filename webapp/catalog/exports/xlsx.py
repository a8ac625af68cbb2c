"""Excel's own format: it can only be handed over whole, so it is written to disk first."""

import math
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from webapp.catalog.browse.listing import Listing
from webapp.catalog.exports.flat import BETWEEN, flat
from webapp.catalog.exports.reading import rows_of

MOST_ROWS = 1_048_575  # of a sheet, beside its head
MOST_TEXT = 32_767  # characters of a cell
PIECE = 65_536
FIRST_YEAR = 1900  # of a spreadsheet's calendar


def write_xlsx(listing: Listing) -> Iterator[bytes]:
    """Yield the file. Text is text whatever it begins with; a full sheet has another behind it."""
    with tempfile.TemporaryFile() as file:
        _write(file, listing)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _write(file: Any, listing: Listing) -> None:
    import xlsxwriter  # noqa: PLC0415 -- that no other page needs

    columns = listing.view.columns
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "remove_timezone": True})
    formats = {
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        "head": book.add_format({"bold": True}),
    }
    rows = rows_of(listing)
    first = list(islice(rows, 1))
    while True:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.name, formats["head"])
        for line, row in enumerate(islice(chain(first, rows), MOST_ROWS), start=1):
            for place, value in enumerate(flat(columns, row)):
                _cell(sheet, line, place, value, formats)
        first = list(islice(rows, 1))
        if not first:
            break
    book.close()


def _cell(sheet: Any, line: int, place: int, value: Any, formats: Any) -> None:
    """Write by the value's own type: xlsxwriter's guess would take text for formulas and links."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, int | float | Decimal):
        if math.isfinite(value):
            sheet.write_number(line, place, value)
    elif isinstance(value, date) and value.year >= FIRST_YEAR:
        form = formats["moment" if isinstance(value, datetime) else "day"]
        sheet.write_datetime(line, place, value, form)
    else:
        text = BETWEEN.join(map(str, value)) if isinstance(value, list) else str(value)
        sheet.write_string(line, place, text[:MOST_TEXT])
