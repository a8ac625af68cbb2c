"""A chart as it stands on a page: the drawing, its files and its table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static

from webapp.charts.answer import Answer
from webapp.charts.cells import Cell, linked_rows
from webapp.charts.chart import Chart


@dataclass(frozen=True)
class Figure:
    """`name` tells figures of one page apart; `leads` gives the address of what a row counts."""

    name: str
    chart: Chart
    answer: Answer
    csv: str
    json: str
    leads: Callable[[Any], str]

    @property
    def module(self) -> str:
        """The address of what draws it."""
        return static(f"spidersilk/charts/{self.chart.shape}.js")

    @property
    def table(self) -> list[list[Cell]]:
        """The rows as they are read, with the addresses of what they name or count."""
        return list(linked_rows(self.answer, self.leads))

    @property
    def is_long(self) -> bool:
        return len(self.answer.rows) > LONG


LONG = 40  # rows of a table that is not open at once
