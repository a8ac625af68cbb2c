"""Round numbers to cut a range at."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.db.models import Case, F, FloatField, Func, IntegerField, Value, When
from django.db.models.functions import Cast


@dataclass(frozen=True)
class Scale:
    """Bins of one width; -1 stands for what is below them, `bins` for what is above."""

    start: Decimal
    step: Decimal
    bins: int

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
        return cls(start, step, int((high - start) / step) + 1)

    @property
    def end(self) -> Decimal:
        """The end of the last bin."""
        return self.edge(self.bins)

    def edge(self, index: int) -> Decimal:
        """Return where a bin begins."""
        return plain(self.start + self.step * index)

    def bin_of(self, name: str) -> Case:
        """Return the bin of a column's value, as an expression of the database."""
        # 0.3 / 0.1 is 2.9999999999999996 in binary: what lies on an edge belongs above it.
        place = (Cast(F(name), FloatField()) - float(self.start)) / float(self.step) + 1e-9
        return Case(
            When(**{f"{name}__lt": self.start}, then=Value(-1)),
            When(**{f"{name}__gte": self.end}, then=Value(self.bins)),
            default=WholePart(place),
            output_field=IntegerField(),
        )


class WholePart(Func):
    """The whole part of a number that is not negative, without leaving the database."""

    output_field = IntegerField()
    template = "CAST(FLOOR(%(expressions)s) AS integer)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite's FLOOR is a Python function here; its CAST cuts off what FLOOR does."""
        return self.as_sql(
            compiler, connection, template="CAST(%(expressions)s AS integer)", **context
        )


def plain(number: Decimal) -> Decimal:
    """Return a number without an exponent or zeros that say nothing."""
    whole = number == number.to_integral_value()
    return number.quantize(Decimal(1)) if whole else number.normalize()
