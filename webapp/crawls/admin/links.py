"""Links: out to pages that were crawled, and from row to row in the admin."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.admin.utils import quote
from django.db import models
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html
from django.utils.safestring import SafeString

from webapp.crawls.admin.text import short
from webapp.crawls.models import Job

SHOWN = 50  # characters of a URL in a list


def outside(url: str, longest: int = SHOWN) -> SafeString | str:
    """Link to a page of the web; what is not an http address stays text."""
    if not _is_web(url):
        return short(url, longest)
    # Percent-encoded: no letter that looks like another, nothing that turns the line round.
    target = iri_to_uri(url)
    return format_html(
        '<a href="{}" target="_blank" rel="noopener noreferrer nofollow" class="out">{}</a>',
        target,
        short(target, longest),
    )


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    # A browser drops tabs and line breaks inside an address: what it reads is not what we read.
    clean = not any(character <= " " for character in url)
    return clean and parts.scheme in {"http", "https"} and bool(parts.hostname)


def to_row(row: models.Model | None) -> SafeString | str:
    """Link to a row's page in the admin."""
    if row is None:
        return ""
    # A list has many job columns: the spider and a number are enough to know one again.
    text = f"{row.spider} #{row.pk}" if isinstance(row, Job) else str(row)
    return to_key(type(row), row.pk, text)


def to_key(model: type[models.Model], key: Any, text: str) -> SafeString:
    """Link to the page of the row that has this primary key."""
    address = reverse(
        f"admin:{model._meta.label_lower.replace('.', '_')}_change", args=[quote(key)]
    )
    return format_html('<a href="{}">{}</a>', address, short(text))


def to_list(model: type[models.Model], text: str, **query: Any) -> SafeString:
    """Link to a list in the admin, filtered."""
    address = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
    return format_html('<a href="{}?{}">{}</a>', address, urlencode(query), text)
