"""Values of a chart's table, fit for who reads them."""

from typing import Any

from webapp.crawls.admin.text import short

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|")
LONGEST = 200  # characters


def for_readers(value: Any) -> Any:
    """Return a value as it stands on a page: numbers with their thousands apart."""
    if isinstance(value, str):
        return short(value, LONGEST)
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value


def for_spreadsheets(value: Any) -> Any:
    """Return a value as it stands in a CSV file: text that would run as a formula does not."""
    if isinstance(value, str) and value.lstrip().startswith(FORMULA):
        return f"'{value}"
    return value
