"""A value as a reader sees it: short in a list, nothing in it that could act."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from webapp.catalog.browse.addresses import row_url
from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.browse.loading import BEGINNING, LONG
from webapp.crawls.admin.links import outside
from webapp.crawls.admin.text import short

FLAGS = {None: "", True: "yes", False: "no"}
LABEL = 40  # characters of a name of another row


def row_cells(columns: Sequence[Column], row: Any) -> list[tuple[Column, SafeString | str]]:
    """Show a row of a list; its first column leads to its page."""
    first, *others = columns
    text = plain_value(first, value_of(first, row)) or f"No. {row.pk}"
    lead = format_html('<a href="{}">{}</a>', row_url(row), text)
    return [(first, lead), *((column, cell(column, value_of(column, row))) for column in others)]


def value_of(column: Column, row: Any) -> Any:
    """Return a column's value of a row that was loaded for a list."""
    if column.sort in LONG:
        return getattr(row, BEGINNING + column.name)
    value = getattr(row, column.name)
    return list(value.all()) if column.sort is Sort.LIST else value


def cell(column: Column, value: Any) -> SafeString | str:
    """Show a value in a list; nothing for no value."""
    if value is None or value == "":
        return ""
    if column.sort is Sort.URL:
        return outside(value, 60)
    if column.sort is Sort.RELATION:
        return to_row(value)
    if column.sort is Sort.LIST:
        return format_html_join(", ", "{}", ((to_row(row),) for row in value))
    return plain_value(column, value)


def plain_value(column: Column, value: Any) -> SafeString | str:
    """Show a value that leads nowhere."""
    if isinstance(value, list):
        return ", ".join(short(str(row), LABEL) for row in value)
    if value is None or isinstance(value, bool):
        return FLAGS[value]
    if isinstance(value, date):
        return moment(value)
    if column.sort is Sort.NUMBER:
        return number(value)
    return short(column.choices.get(value) or str(value))


def number(value: Decimal | float) -> str:
    """Show a number with its thousands apart."""
    return f"{value:,}"


def moment(value: date) -> SafeString:
    """Show a day, or a day and minute."""
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), _day(value))
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}, {}</time>', local.isoformat(), _day(local), f"{local:%H:%M}"
    )


def _day(value: date) -> str:
    return f"{value.day} {value:%b} {value.year}"


def to_row(row: Any) -> SafeString | str:
    """Link to a row's own page."""
    if row is None:
        return ""
    return format_html('<a href="{}">{}</a>', row_url(row), short(str(row), LABEL))
