"""Values that every reader of JSON takes."""

import json
import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any

# JSON's own spelling: a file that somebody opens as a page holds no tag.
TAGS = str.maketrans({"<": r"\u003c", ">": r"\u003e", "&": r"\u0026"})
MOST_DIGITS = 15  # that a reader's floating-point number keeps


def dumps(value: Any) -> str:
    """Return a value as JSON text that is no markup."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).translate(TAGS)


def strict(value: Any) -> Any:
    """Return a value that JSON has: no NaN; long decimals as text, days as ISO 8601."""
    if isinstance(value, dict):
        return {str(key): strict(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [strict(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return _number(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _number(value: Decimal) -> float | str | None:
    if not value.is_finite():
        return None
    return float(value) if len(value.as_tuple().digits) <= MOST_DIGITS else str(value)
