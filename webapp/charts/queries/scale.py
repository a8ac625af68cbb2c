"""Round numbers to cut a range at."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.db.models import Case, IntegerField, Value, When


@dataclass(frozen=True)
class Scale:
    """Bins of one width; -1 stands for what is below them, `bins` for what is above."""

    start: Decimal
    step: Decimal
    bins: int
    whole: bool = False

    @classmethod
    def over(cls, low: Decimal, high: Decimal, most: int, *, whole: bool) -> "Scale":
        """Cut a range into at most `most` bins of a round width: 1, 2 or 5 and zeros."""
        raw = (high - low) / most
        if raw == 0:
            raw = Decimal(1) if whole else max(abs(low) / 100, Decimal("0.01"))
        unit = Decimal(1).scaleb(raw.adjusted())
        step = next(unit * times for times in (1, 2, 5, 10) if unit * times >= raw)
        if whole:
            step = max(step, Decimal(1))
        start = (low / step).to_integral_value(ROUND_FLOOR) * step
        return cls(start, step, int((high - start) / step) + 1, whole)

    @property
    def end(self) -> Decimal:
        """The end of the last bin."""
        return self.edge(self.bins)

    def edge(self, index: int) -> Decimal:
        """Return where a bin begins."""
        return plain(self.start + self.step * index)

    def bin_of(self, name: str) -> Case:
        """Return the bin of a column's value, as an expression of the database.

        It compares with each edge: a division would put what lies on an edge to either side.
        """
        inner = [
            When(**{f"{name}__lt": self.edge(place + 1)}, then=Value(place))
            for place in range(-1, self.bins)
        ]
        return Case(*inner, default=Value(self.bins), output_field=IntegerField())


def within(name: str, low: Decimal, end: Decimal, unit: Decimal | None) -> Any:
    """Return the parameters of a view of what is at least `low` and less than `end`.

    `unit` is the least step of the column: a view's ends are included. Without it, there is None.
    """
    if unit is None:
        return None
    return ((f"{name}__gte", f"{low:f}"), (f"{name}__lte", f"{end - unit:f}"))


def plain(number: Decimal) -> Decimal:
    """Return a number without an exponent or zeros that say nothing."""
    whole = number == number.to_integral_value()
    return number.quantize(Decimal(1)) if whole else number.normalize()
