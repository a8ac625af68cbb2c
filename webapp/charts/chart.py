"""A chart: a question, who answers it, and what shape the answer is drawn in."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from webapp.charts.answer import Answer


class Shape(StrEnum):
    """The modules that draw: static/spidersilk/charts/<shape>.js."""

    HISTOGRAM = "histogram"
    BARS = "bars"
    DAYS = "days"
    GRID = "grid"
    CHORD = "chord"
    TIMELINE = "timeline"
    STACK = "stack"
    BUBBLES = "bubbles"


@dataclass(frozen=True)
class Chart:
    """One of the questions that may be asked of a view."""

    name: str
    title: str
    text: str
    shape: Shape
    read: Callable[[Any], Answer]
    # What the ranges are ranges of.
    label: str = ""
    # Another of the same view, whose first rows are listed beside the drawing.
    beside: "Chart | None" = None
    # Whether it says something of a single row, and stands on the page of each.
    of_row: bool = False
