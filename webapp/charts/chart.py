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
