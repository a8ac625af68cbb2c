"""Moments: a date, a time and a zone."""

import datetime
import re
from typing import Final

from crawlers.fields.texts import text as collapse

_MOMENT: Final = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<time>[0-9]{2}:[0-9]{2}:[0-9]{2})"
    r" ?(?:(?P<zone>[+-][0-9]{2}:?[0-9]{2})|\(?(?:UTC|GMT|Z)\)?)"
)


def moment(text: str | None) -> datetime.datetime | str | None:
    """Read a moment as ISO 8601 writes it, with its zone: an offset, UTC, GMT or Z.

    Unread: other zones by name ("CET" is several), no zone, and ages ("3 hours").
    """
    found = _MOMENT.fullmatch(collapse(text))
    if found is None:
        return text if collapse(text) else None
    try:
        return datetime.datetime.fromisoformat(
            f"{found['day']}T{found['time']}{found['zone'] or 'Z'}"
        )
    except ValueError:
        return text


def zone(text: str | None) -> str:
    """Return the offset that a moment was written with, as "+0100"; "" for none."""
    found = _MOMENT.fullmatch(collapse(text))
    return (found["zone"] or "").replace(":", "") if found else ""
