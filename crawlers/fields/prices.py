"""Amounts of money."""

import re
from decimal import Decimal
from typing import Final

from crawlers.fields.currencies import NO_MINOR_UNIT, TOKENS, common_codes
from crawlers.fields.texts import LONGEST

_PRICE: Final = re.compile(
    rf"(?P<minus>[-\u2212])?(?:(?P<before>{TOKENS})\s*)?(?P<inner>[-\u2212])?"
    r"(?P<number>[0-9](?:[0-9.,'\u2019 \u00a0\u2009\u202f]*[0-9])?(?:[.,][-\u2013\u2014]{1,2})?)"
    rf"(?:\s*(?P<after>{TOKENS}))?"
)
_NO_PART: Final = r"[-\u2013\u2014]+"  # "12.-" and "299,-": no cents
_PLAIN: Final = re.compile(rf"(?P<whole>0|[1-9][0-9]*)(?:[.,](?:(?P<part>[0-9]+)|{_NO_PART}))?")
_GROUPED: Final = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<separator>[.,'\u2019 \u00a0\u2009\u202f])[0-9]{3}"
    r"(?:(?P=separator)[0-9]{3})*)"
    rf"(?P<rest>(?!(?P=separator))[.,](?:(?P<part>[0-9]+)|{_NO_PART}))?"
)
_INDIAN: Final = re.compile(
    r"(?P<whole>[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.(?P<part>[0-9]{1,2}))?"
)
_NOT_DIGIT: Final = re.compile(r"[^0-9]+")
_GROUP: Final = 3  # digits between separators of thousands


def price(text: str | None) -> Decimal | str | None:
    """Read one amount of money, in the currency's own unit, digits as written ("12.50" → 12.50).

    The whole text must be one number with at most a currency before and after it. One separator
    with three digits after it ("1.234", "1,234") is unread: thousands or decimals? It is thousands
    where ISO 4217 gives the currency no minor unit ("1,234 JPY"). Negative amounts are read.
    """
    plain = text.strip() if text else ""
    if not plain:
        return None
    found = _PRICE.fullmatch(plain) if len(plain) <= LONGEST else None
    if found is None or not _is_certain_sign(found):
        return text
    tokens = [token for token in (found["before"], found["after"]) if token]
    codes = common_codes(tokens)
    if tokens and not codes:
        return text
    amount = _amount(found["number"], bool(tokens), bool(codes) and codes <= NO_MINOR_UNIT)
    if amount is None:
        return text
    return Decimal("-" + amount if found["minus"] or found["inner"] else amount)


def _is_certain_sign(found: re.Match[str]) -> bool:
    """After letters a minus may be a dash: "EUR -5" is unread, "€-5" and "-EUR 5" are not."""
    if not found["inner"]:
        return True
    before = found["before"] or "letters"
    return not found["minus"] and not before.rstrip(".")[-1].isalpha()


def _amount(number: str, has_currency: bool, whole_units: bool) -> str | None:
    """Turn a number as printed into Decimal's notation; None where it has two readings."""
    found = _INDIAN.fullmatch(number)
    if found is None and (found := _GROUPED.fullmatch(number)):
        if not _is_certain_group(found, has_currency, whole_units):
            return None
    elif found is None:
        found = _PLAIN.fullmatch(number)
        if found is None or not _is_certain_point(found["whole"], found["part"] or ""):
            return None
    whole = _NOT_DIGIT.sub("", found["whole"])
    return f"{whole}.{found['part']}" if found["part"] else whole


def _is_certain_group(found: re.Match[str], has_currency: bool, whole_units: bool) -> bool:
    """Tell whether groups of three are thousands, and one number: "10 200" may be two."""
    separator, has_rest = found["separator"], found["rest"] is not None
    if separator in ".,":
        return has_rest or whole_units or found["whole"].count(separator) > 1
    if separator in "'\u2019":
        return True
    return has_currency and (has_rest or separator != " ")


def _is_certain_point(whole: str, part: str) -> bool:
    """Tell whether a lone separator is the decimal point: it is where it cannot group digits."""
    if len(part) < _GROUP or whole == "0":
        return True
    return len(part) == _GROUP and len(whole) > _GROUP
