"""Ranges of numbers with round ends, for a histogram that a reader can choose from."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

WANTED = 10  # bars
TAIL = 0.02  # of the rows lie beyond the first and the last end: one wild value bends no chart


@dataclass(frozen=True)
class Bin:
    """Values from `low` up to, but without, `high`; None: no end."""

    low: Decimal | None
    high: Decimal | None
    last: Decimal | None  # the greatest value in it, for columns of whole cents or numbers

    def holds(self, value: Any) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value < self.high)


def bins_of(values: Sequence[Any], places: int) -> list[Bin]:
    """Cut the span of these values into round ranges; `places`: decimal places they may have."""
    ordered = sorted(Decimal(str(value)) for value in values)
    if not ordered:
        return []
    edge = int(len(ordered) * TAIL)
    low, high = ordered[edge], ordered[-1 - edge]
    unit = Decimal(1).scaleb(-places)
    step = max(_round_up((high - low) / WANTED), unit) if high > low else unit
    first = math.floor(low / step) + 1
    ends = [step * number for number in range(first, first + WANTED + 1) if step * number <= high]
    lows: list[Decimal | None] = [None, *ends]
    highs: list[Decimal | None] = [*ends, None]
    return [
        Bin(low, high, None if high is None else high - unit)
        for low, high in zip(lows, highs, strict=True)
    ]


def _round_up(step: Decimal) -> Decimal:
    """Return the next of 1, 2 or 5 times a power of ten."""
    power = Decimal(1).scaleb(step.adjusted())
    return next(power * times for times in (1, 2, 5, 10) if power * times >= step)
