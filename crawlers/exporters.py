"""Feeds that a spreadsheet can open."""

from typing import Any

from scrapy.exporters import CsvItemExporter

# What makes a spreadsheet take text for a formula (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class SafeCsvItemExporter(CsvItemExporter):
    """Scrapy's CSV; text that a spreadsheet would run begins with an apostrophe.

    Numbers are no text: a negative one stays a number.
    """

    def serialize_field(self, field: Any, name: str, value: Any) -> Any:
        """Return one cell."""
        value = super().serialize_field(field, name, value)
        return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
