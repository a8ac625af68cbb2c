"""A row's values whole, as its own page shows them."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from webapp.catalog.browse.cells import plain_value, to_row
from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.browse.kind import Kind
from webapp.crawls.admin.links import outside
from webapp.crawls.admin.text import block, plain, pretty

MOST_LISTED = 200


def whole_values(kind: Kind, row: Any) -> list[tuple[Column, SafeString | str]]:
    """Return every field of a row that the pages said."""
    return [(column, _whole(column, getattr(row, column.name))) for column in kind.own]


def _whole(column: Column, value: Any) -> SafeString | str:
    if column.sort is Sort.LIST:
        rows = list(value.all()[: MOST_LISTED + 1])
        names = format_html_join(", ", "{}", ((to_row(row),) for row in rows[:MOST_LISTED]))
        return format_html("{}{}", names, " and more" if len(rows) > MOST_LISTED else "")
    if value is None or value == "":
        return ""
    return _present(column, value)


def _present(column: Column, value: Any) -> SafeString | str:
    if column.sort is Sort.URL:
        return outside(value, 2000)
    if column.sort is Sort.RELATION:
        return to_row(value)
    if column.sort is Sort.JSON:
        return pretty(value)
    if column.sort is Sort.TEXT:
        return block(value)
    return plain(value) if column.sort is Sort.LINE else plain_value(column, value)
