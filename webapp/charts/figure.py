"""A chart as it stands on a page: the drawing, its files and its table."""

from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static

from webapp.charts.answer import Answer
from webapp.charts.cells import for_readers as shown
from webapp.charts.chart import Chart


@dataclass(frozen=True)
class Figure:
    """`name` tells the figures of one page apart."""

    name: str
    chart: Chart
    answer: Answer
    csv: str
    json: str

    @property
    def module(self) -> str:
        """The address of what draws it."""
        return static(f"spidersilk/charts/{self.chart.shape}.js")

    @property
    def table(self) -> list[tuple[str, list[Any]]]:
        """The rows as they are read, each with the address of what its first cell names."""
        return [(link, [shown(value) for value in row]) for link, row in self.answer.lines]

    @property
    def is_long(self) -> bool:
        return len(self.answer.rows) > LONG


LONG = 40  # rows of a table that is not open at once
