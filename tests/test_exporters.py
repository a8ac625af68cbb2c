"""CSV that a spreadsheet can open without running anything."""

import csv
from decimal import Decimal
from io import BytesIO, TextIOWrapper

import pytest

from crawlers.exporters import SafeCsvItemExporter


def exported(value):
    """Return what a reader of the CSV file finds in the cell."""
    file = BytesIO()
    exporter = SafeCsvItemExporter(file)
    exporter.start_exporting()
    exporter.export_item({"cell": value})
    exporter.finish_exporting()
    file.seek(0)
    return next(csv.DictReader(TextIOWrapper(file, newline="")))["cell"]


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(1)",
        "+1",
        "-1+cmd|' /C calc'!A0",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        ["=1", "b"],
    ],
)
def test_text_that_would_run_is_text(text):
    assert exported(text).startswith("'")


@pytest.mark.parametrize(
    ("value", "cell"),
    [(Decimal("-5.00"), "-5.00"), (-3, "-3"), ("plain", "plain"), ("a=b", "a=b"), (None, "")],
)
def test_numbers_and_plain_text_are_as_they_were(value, cell):
    assert exported(value) == cell
