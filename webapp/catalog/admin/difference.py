"""Old and new text with what differs marked."""

from itertools import takewhile

from django.utils.html import format_html
from django.utils.safestring import SafeString

from webapp.crawls.admin.text import plain

CONTEXT = 20  # characters kept on each side of a difference in a list
LONGEST = 60


def in_line(old: str | None, new: str | None, read: int) -> SafeString:
    """Show a change in a list: long equal beginnings are left out, long differences cut.

    Of either value no more than the first `read` characters are given.
    """
    if old == new and old is not None and len(old) == read:
        return format_html('<span class="nothing">differs after {} characters</span>', f"{read:,}")
    start = max(_same(old or "", new or "") - CONTEXT, 0)
    return format_html(
        '<del class="old">{}</del> → <ins class="new">{}</ins>', _cut(old, start), _cut(new, start)
    )


def _cut(text: str | None, start: int) -> str:
    if text is None:
        return "null"
    if text == "":
        return "empty"
    start = start if start > CONTEXT else 0
    part = text[start : start + LONGEST]
    end = "…" if start + LONGEST < len(text) else ""
    return plain(f"{'…' if start else ''}{' '.join(part.split())}{end}")


def whole(text: str | None, other: str | None) -> SafeString:
    """Show one side of a change whole; what the other side has not is marked."""
    if not text:
        return format_html('<span class="nothing">{}</span>', _cut(text, 0))
    other = other or ""
    start = _same(text, other)
    rest = min(len(text), len(other)) - start
    end = _same(text[::-1][:rest], other[::-1][:rest])
    middle = len(text) - end
    return format_html(
        '<pre class="whole" tabindex="0">{}<mark>{}</mark>{}</pre>',
        plain(text[:start]),
        plain(text[start:middle]),
        plain(text[middle:]),
    )


def _same(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
