"""Whole numbers in short texts."""

import re
from typing import Final

from crawlers.fields.texts import LONGEST
from crawlers.fields.texts import text as collapse

_COUNT: Final = re.compile(
    r"(?<![^\s(\[:])"
    r"(0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?:['\u2019\u202f][0-9]{3})+)"
    r"(?=[)\].;:!]*(?:\s|$))"
)
# English, and the scales that other languages write beside a number.
_NOT_A_COUNT: Final = re.compile(
    r"[%\u2030~<>\u2264\u2265\u00b1+]"
    r"|\b(?:percent|per cent|k|m|bn|mn|mio|mrd|tsd|mil|mille|tausend|milli\w+|billi\w+|trilli\w+"
    r"|hundreds?|thousands?|dozens?|lakhs?|lacs?|crores?|half|minus|over|more|than|least|most"
    r"|about|around|approx\w*|circa|ca|under|fewer|less|nearly|almost|up to)\b",
    re.IGNORECASE,
)
_NOT_DIGIT: Final = re.compile(r"[^0-9]+")


def count(text: str | None) -> int | str | None:
    """Read the one whole number of a short text: "In stock (22 available)" → 22.

    Unread: two numbers, decimals, signs, bounds ("over 20", "20+"), scales ("2 million", "5k"),
    percentages, "1.234", and numerals of other scripts.
    """
    plain = collapse(text)
    if text is None or not plain:
        return None
    if len(plain) > LONGEST or _NOT_A_COUNT.search(plain):
        return text
    if any(letter.isnumeric() and not letter.isascii() for letter in plain):
        return text
    found = _COUNT.search(text)
    digits = _NOT_DIGIT.sub("", found[1]) if found else ""
    return int(digits) if digits and digits == _NOT_DIGIT.sub("", plain) else text
