"""Old and new text, word by word: what went is struck out, what came is marked."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from webapp.crawls.admin.text import plain

MOST = 1_500  # words on each side: comparing takes their product
CONTEXT = 12  # equal words that are shown beside a difference


def word_diff(old: str, new: str) -> SafeString:
    """Show how a text became another; long equal parts are left out."""
    before, after = _words(old), _words(new)
    cut = len(before) > MOST or len(after) > MOST
    parts = format_html_join("", "{}", ((p,) for p in _parts(before[:MOST], after[:MOST])))
    note = f" … compared up to {MOST:,} words" if cut else ""
    return format_html('<p class="diff">{}<span class="quiet">{}</span></p>', parts, note)


def _words(text: str) -> list[str]:
    """Cut a text behind each run of white space."""
    return re.findall(r"\s*\S+\s*", text)


def _parts(before: Sequence[str], after: Sequence[str]) -> Iterator[SafeString | str]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    codes = matcher.get_opcodes()
    for place, (tag, i1, i2, j1, j2) in enumerate(codes):
        if tag == "equal":
            yield _equal(before[i1:i2], first=place == 0, last=place == len(codes) - 1)
            continue
        if i2 > i1:
            yield format_html("<del>{}</del>", plain("".join(before[i1:i2])))
        if j2 > j1:
            yield format_html("<ins>{}</ins>", plain("".join(after[j1:j2])))


def _equal(words: Sequence[str], *, first: bool, last: bool) -> str:
    """Return equal words, without those that are far from any difference."""
    start = 0 if first else CONTEXT
    end = 0 if last else CONTEXT
    if len(words) <= start + end:
        return plain("".join(words))
    head = "".join(words[:start])
    tail = "".join(words[len(words) - end :]) if end else ""
    return plain(f"{head}… {tail}")
