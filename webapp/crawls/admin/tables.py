"""Figures and arguments, which are JSON, as a table."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from webapp.crawls.admin.text import plain


def table(values: Mapping[str, Any]) -> SafeString | str:
    """Show names and values in the order of the names."""
    rows = ((plain(name), _shown(values[name])) for name in sorted(values))
    body = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', rows)
    return format_html('<table class="figures">{}</table>', body) if values else "none"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.3f}"
    return plain(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
