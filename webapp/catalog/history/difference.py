"""A change as a reader understands it: numbers by how much, lists by what, text word by word."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from webapp.catalog.browse.cells import number
from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.history.worddiff import word_diff
from webapp.crawls.admin.text import plain, short

WORDY = 60  # characters, from which on text is compared by words
MOST_LISTED = 50
MOST_DIGITS = 40


def difference(column: Column | None, old: str | None, new: str | None) -> SafeString:
    """Show what became of a value; `column` is None for a field that has gone from the code."""
    if column is not None and old is not None and new is not None:
        if column.is_number and (shown := _numbers(old, new)):
            return shown
        if column.sort in {Sort.LIST, Sort.JSON} and (shown := _lists(old, new)):
            return shown
    if old and new and max(len(old), len(new)) > WORDY:
        return word_diff(old, new)
    return format_html("<del>{}</del> → <ins>{}</ins>", _value(old), _value(new))


def decimal_of(text: str | None) -> Decimal | None:
    """Return the number that a Change holds; None for what is none."""
    try:
        value = Decimal(text) if text and len(text) <= MOST_DIGITS else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() else None


def _numbers(old: str, new: str) -> SafeString | None:
    before, after = decimal_of(old), decimal_of(new)
    if before is None or after is None:
        return None
    step = after - before
    share = f", {step / before * 100:+.1f} %" if before else ""
    return format_html(
        '<del>{}</del> → <ins>{}</ins> <span class="step">{}{}</span>',
        number(before),
        number(after),
        f"{step:+,}",
        share,
    )


def _lists(old: str, new: str) -> SafeString | None:
    before, after = _list(old), _list(new)
    if before is None or after is None:
        return None
    gone = [each for each in before if each not in after]
    came = [each for each in after if each not in before]
    shown = [("del", "−", each) for each in gone] + [("ins", "+", each) for each in came]  # noqa: RUF001 -- a minus
    rest = len(shown) - MOST_LISTED
    items = format_html_join(
        "",
        "<li><{0}>{1} {2}</{0}></li>",
        ((tag, sign, short(str(each), 120)) for tag, sign, each in shown[:MOST_LISTED]),
    )
    more = format_html("<li>and {} more</li>", f"{rest:,}") if rest > 0 else ""
    same = "" if shown else "another order"
    return format_html('<ul class="listdiff">{}{}</ul>{}', items, more, same)


def _list(text: str) -> list[Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list) else None


def _value(text: str | None) -> str:
    if text is None:
        return "nothing"
    return plain(short(text, WORDY)) or "empty"
