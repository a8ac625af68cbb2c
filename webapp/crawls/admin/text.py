"""Scraped text made fit for a reader: short in a list, whole in a box, never able to mislead."""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from webapp.crawls.text import SHORT, plain, short

__all__ = ["SHORT", "block", "plain", "pretty", "short"]


def block(text: str) -> SafeString | str:
    """Show a long text whole, in a box that scrolls; nothing for no text."""
    return format_html('<pre class="whole" tabindex="0">{}</pre>', plain(text)) if text else ""


def pretty(value: Any) -> SafeString | str:
    """Show JSON data in lines."""
    return block(json.dumps(value, indent=2, ensure_ascii=False))
