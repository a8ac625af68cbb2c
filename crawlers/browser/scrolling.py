"""Scrolling until no more comes."""

from typing import Any, Final

from crawlers.browser.actions import Scroll
from crawlers.browser.page import PageScripts

# Ours: how long the end has to stay the end.
_MORE_WITHIN: Final = 1000  # milliseconds


class ScrollError(ValueError):
    """What should scroll is not there."""


def scroll(scripts: PageScripts, action: Scroll, is_late: Any) -> int | list[str]:
    """Scroll in steps of most of a screen; return how many rows there are, or their HTML."""
    seen: dict[str, None] = {}
    count = 0
    for _ in range(action.most):
        found = scripts.run_async(
            "scroll", action.inside, action.rows, action.collect, _MORE_WITHIN
        )
        if not found:
            continue
        if "error" in found:
            raise ScrollError(found["error"])
        before = len(seen), count
        if action.collect:
            seen.update(dict.fromkeys(found["rows"]))
        else:
            count = found["rows"]
        is_new = (len(seen), count) != before
        if (found["atEnd"] and not (is_new or found["moved"])) or is_late():
            break
    return list(seen) if action.collect else count
