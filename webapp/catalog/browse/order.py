"""The order of a view's rows, and a place in it."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder

from webapp.catalog.browse.column import Column


@dataclass(frozen=True)
class Order:
    """A column, and whether its greatest value comes first. What has no value comes last."""

    column: Column
    descending: bool = False

    @property
    def text(self) -> str:
        return f"{'-' if self.descending else ''}{self.column.name}"

    @property
    def reversed(self) -> "Order":
        return Order(self.column, not self.descending)


@dataclass(frozen=True)
class Cursor:
    """The row beside a page: its sort value and its number. It need not be there any more."""

    value: Any
    pk: int
    backwards: bool = False

    LONGEST = 3000

    @property
    def text(self) -> str:
        """Return it as it stands in an address."""
        return json.dumps([self.value, self.pk], cls=DjangoJSONEncoder, ensure_ascii=False)

    @classmethod
    def read(cls, order: Order, text: str, *, backwards: bool) -> "Cursor":
        """Read a place; ValidationError for what is none."""
        try:
            value, pk = json.loads(text[: cls.LONGEST])
            if value is not None:
                value = order.column.value_field.to_python(value)
            return cls(value, _number(pk), backwards)
        except (TypeError, ValueError, RecursionError, ValidationError) as error:
            raise ValidationError("this place in the list cannot be read") from error


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**63:
        raise ValueError(value)
    return value
