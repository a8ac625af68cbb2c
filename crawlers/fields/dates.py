"""Days."""

import datetime
import re
from typing import Final

from crawlers.fields.texts import LONGEST
from crawlers.fields.texts import text as collapse

_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY: Final = (
    r"(?:(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)\.?,? )?"
)
_DAY: Final = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>[0-9]{4})"
_ZONE: Final = r"(?: ?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?"
_TIME: Final = rf"(?:[T ][0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:[.,][0-9]+)?)?{_ZONE})?"
_WRITTEN: Final = (
    re.compile(rf"{_WEEKDAY}{_MONTH} {_DAY},? {_YEAR}", re.IGNORECASE | re.ASCII),
    re.compile(rf"{_WEEKDAY}{_DAY} (?:of )?{_MONTH},? {_YEAR}", re.IGNORECASE | re.ASCII),
)
_YEAR_FIRST: Final = re.compile(
    rf"{_YEAR}(?P<by>[-/.])(?P<month>[0-9]{{1,2}})(?P=by)(?P<day>[0-9]{{1,2}}){_TIME}"
)
_YEAR_LAST: Final = re.compile(
    rf"(?P<first>[0-9]{{1,2}})(?P<by>[-/.])(?P<second>[0-9]{{1,2}})(?P=by){_YEAR}"
)


def date(text: str | None) -> datetime.date | str | None:
    """Read a day: ISO 8601, English month names, or numbers that allow one reading only.

    "03/04/2026" is unread, "23/11/2026" is not; so is a weekday that contradicts its date, and a
    year of two digits. Of a date with a time the date is taken as written, in its own zone.
    """
    plain = collapse(text)
    if not plain:
        return None
    try:
        day = (_written(plain) or _numeric(plain)) if len(plain) <= LONGEST else None
    except ValueError:
        return text
    return text if day is None else day


def _written(plain: str) -> datetime.date | None:
    for pattern in _WRITTEN:
        if found := pattern.fullmatch(plain):
            month = _MONTHS.index(found["month"][:3].lower()) + 1
            day = datetime.date(int(found["year"]), month, int(found["day"]))
            weekday = found["weekday"]
            agrees = not weekday or _WEEKDAYS[day.weekday()] == weekday[:3].lower()
            return day if agrees else None
    return None


def _numeric(plain: str) -> datetime.date | None:
    if found := _YEAR_FIRST.fullmatch(plain):
        return datetime.date(int(found["year"]), int(found["month"]), int(found["day"]))
    if not (found := _YEAR_LAST.fullmatch(plain)):
        return None
    first, second = int(found["first"]), int(found["second"])
    if first != second and max(first, second) <= len(_MONTHS):
        return None
    return datetime.date(int(found["year"]), min(first, second), max(first, second))
