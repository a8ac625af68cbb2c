"""Values of a chart's table, fit for who reads them."""

from typing import Any

from webapp.crawls.admin.text import short

LONGEST = 200  # characters


def for_readers(value: Any) -> Any:
    """Return a value as it stands on a page: numbers with their thousands apart."""
    if isinstance(value, str):
        return short(value, LONGEST)
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value
