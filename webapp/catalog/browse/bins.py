"""Ranges of numbers with round ends, for a histogram that a reader can choose from."""

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

WANTED = 10  # bars
TAIL = 0.02  # of the values lie beyond the first and the last end: one wild value bends no chart
FEW = 12  # different whole numbers that are shown one by one


def ends_of(values: Sequence[Any], places: int) -> list[Decimal] | None:
    """Return the ends between ranges; None where the values are few enough to be shown themselves.

    `places`: the decimal places that a value may have.
    """
    ordered = sorted(Decimal(str(value)) for value in values)
    if len(set(ordered)) <= FEW and all(value == int(value) for value in ordered):
        return None
    edge = int(len(ordered) * TAIL)
    low, high = ordered[edge], ordered[-1 - edge]
    unit = Decimal(1).scaleb(-places)
    step = max(_round_up((high - low) / WANTED), unit) if high > low else unit
    first = math.floor(low / step) + 1
    last = max(math.floor(high / step), first)
    return [step * number for number in range(first, last + 1)]


def _round_up(step: Decimal) -> Decimal:
    """Return the next of 1, 2 or 5 times a power of ten."""
    power = Decimal(1).scaleb(step.adjusted())
    return next(power * times for times in (1, 2, 5, 10) if power * times >= step)
