"""One value made fit for every database, or refused with a reason.

Limits are PostgreSQL's: SQLite would take NUL, too long texts and too large numbers in silence,
and the two databases would end with different rows.
"""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

Cleaner = Callable[[Any], Any]
BOUNDS = {MinValueValidator, MaxValueValidator}
SHOWN = 80  # characters of a value in a reason

# https://www.postgresql.org/docs/current/datatype-numeric.html
INTEGER_RANGES = {
    "SmallIntegerField": (-(2**15), 2**15 - 1),
    "IntegerField": (-(2**31), 2**31 - 1),
    "BigIntegerField": (-(2**63), 2**63 - 1),
    "PositiveSmallIntegerField": (0, 2**15 - 1),
    "PositiveIntegerField": (0, 2**31 - 1),
    "PositiveBigIntegerField": (0, 2**63 - 1),
}


class RefusedError(ValueError):
    """A value that cannot be stored as it is. The text says why."""


def clean_text(value: Any) -> str:
    """Return text that both databases keep: NUL and lone surrogates become U+FFFD."""
    if not isinstance(value, str):
        raise RefusedError(f"is {type(value).__name__}, not text")
    text: str = value.replace("\0", "\N{REPLACEMENT CHARACTER}") if "\0" in value else value
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _text(field: models.Field[Any, Any]) -> Cleaner:
    longest = field.max_length

    def clean(value: Any) -> str:
        if value is None:
            return ""
        # Nearly every text is plain: two looks at it are cheaper than the calls below.
        plain = type(value) is str and value.isascii() and "\0" not in value
        text: str = value if plain else clean_text(value)
        if longest is not None and len(text) > longest:
            raise RefusedError(f"has {len(text)} characters, {longest} fit")
        return text

    return clean


def _integer(field: models.Field[Any, Any]) -> Cleaner:
    least, most = INTEGER_RANGES[field.get_internal_type()]

    def clean(value: Any) -> int:
        if type(value) is not int:
            raise RefusedError(f"is not a whole number: {_shown(value)}")
        if not least <= value <= most:
            raise RefusedError(f"is outside {least}…{most}")
        return value

    return clean


def _decimal(field: models.DecimalField[Any, Any]) -> Cleaner:
    exponent = Decimal(1).scaleb(-field.decimal_places)
    limit = Decimal(10) ** (field.max_digits - field.decimal_places)

    def clean(value: Any) -> Decimal:
        if type(value) is int:
            value = Decimal(value)
        if not isinstance(value, Decimal):
            raise RefusedError(f"is not a decimal number: {_shown(value)}")
        if not value.is_finite():
            raise RefusedError(f"is not a finite number: {value}")
        if abs(value) >= limit:
            raise RefusedError(f"has more than {field.max_digits} digits")
        try:
            exact = value.quantize(exponent)
        except InvalidOperation as error:
            raise RefusedError(f"has more than {field.max_digits} digits") from error
        if exact != value:
            raise RefusedError(f"has more than {field.decimal_places} decimal places: {value}")
        return exact + 0  # -0.00 is 0.00

    return clean


def _float(value: Any) -> float:
    if type(value) not in {float, int} or not math.isfinite(value):
        raise RefusedError(f"is not a finite number: {_shown(value)}")
    return float(value)


def _boolean(value: Any) -> bool:
    if type(value) is not bool:
        raise RefusedError(f"is neither true nor false: {_shown(value)}")
    return value


def _date(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise RefusedError(f"is not a date: {_shown(value)}")
    return value


def _moment(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise RefusedError(f"is not a date and time: {_shown(value)}")
    if value.tzinfo is None:
        raise RefusedError(f"has no time zone: {value.isoformat()}")
    try:
        # As databases give it back: what was stored is said again without a difference.
        return value.astimezone(UTC)
    except OverflowError as error:
        raise RefusedError(f"is outside the years 1 to 9999: {value.isoformat()}") from error


def clean_json(value: Any) -> Any:
    """Return JSON data whose every text both databases keep."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list | tuple):
        return [clean_json(each) for each in value]
    if isinstance(value, dict):
        return {clean_text(str(name)): clean_json(each) for name, each in value.items()}
    if value is None or isinstance(value, bool | int):
        return value
    return _float(value)


def _fallback(field: models.Field[Any, Any]) -> Cleaner:
    def clean(value: Any) -> Any:
        try:
            return field.to_python(value)
        except ValidationError as error:
            raise RefusedError("; ".join(error.messages)) from error

    return clean


def _shown(value: Any) -> str:
    text = str(value)
    return repr(text if len(text) <= SHOWN else f"{text[:SHOWN]}…")


def cleaner(field: models.Field[Any, Any]) -> Cleaner:
    """Return the function that makes a value fit for this model field; it raises RefusedError."""
    inner = _by_type(field)
    # The public property `validators` adds the ranges of whichever database is configured.
    checks = [*field.default_validators, *field._validators]  # type: ignore[attr-defined]  # noqa: SLF001
    least = max((c.limit_value for c in checks if type(c) is MinValueValidator), default=None)
    most = min((c.limit_value for c in checks if type(c) is MaxValueValidator), default=None)
    if not checks:
        return inner

    def checked(value: Any) -> Any:
        value = inner(value)
        # Almost always within the bounds: the validators themselves are asked for the words only.
        bounded = (least is None or value >= least) and (most is None or value <= most)
        for check in checks:
            if bounded and type(check) in BOUNDS:
                continue
            try:
                check(value)
            except ValidationError as error:
                raise RefusedError("; ".join(error.messages)) from error
        return value

    return checked


def _by_type(field: models.Field[Any, Any]) -> Cleaner:
    if isinstance(field, models.CharField | models.TextField):
        return _text(field)
    if isinstance(field, models.DecimalField):
        return _decimal(field)
    if field.get_internal_type() in INTEGER_RANGES:
        return _integer(field)
    simple: dict[type[models.Field[Any, Any]], Cleaner] = {
        models.JSONField: clean_json,
        models.FloatField: _float,
        models.BooleanField: _boolean,
        models.DateTimeField: _moment,
        models.DateField: _date,
    }
    for kind, clean in simple.items():
        if isinstance(field, kind):
            return clean
    return _fallback(field)
