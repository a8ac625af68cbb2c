"""Scraped text made fit for a reader: short in a list, whole in a box, never able to mislead."""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

SHORT = 100  # characters
# They turn the rest of a line round: "gpj.exe" is shown as "exe.jpg". Marks (LRM, RLM) stay.
_TURNS = {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def plain(text: str) -> str:
    """Return text whose characters that turn the direction of others are seen, not obeyed."""
    return text if text.isascii() else text.translate(_TURNS)


def short(text: str, longest: int = SHORT) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text[: longest * 4].split())
    cut = len(line) > longest or len(text) > longest * 4
    return plain(f"{line[: longest - 1]}…" if cut else line)


def block(text: str) -> SafeString | str:
    """Show a long text whole, in a box that scrolls; nothing for no text."""
    return format_html('<pre class="whole" tabindex="0">{}</pre>', plain(text)) if text else ""


def pretty(value: Any) -> SafeString | str:
    """Show JSON data in lines."""
    return block(json.dumps(value, indent=2, ensure_ascii=False))
