"""Scraped text in templates."""

from typing import Any

from django import template

from webapp.crawls.admin.text import short

register = template.Library()


@register.filter
def line(text: Any, longest: int = 200) -> str:
    """Return the beginning of a text on one line; what turns its direction is seen, not obeyed."""
    return short(str(text), longest)
