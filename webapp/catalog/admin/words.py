"""Searching a kind's list by its index of words."""

from typing import Any

from django.db import models

from webapp.catalog.browse.search import find, words_of


def search(rows: models.QuerySet[Any], text: str) -> models.QuerySet[Any]:
    """Choose rows that have every word of a text, or one that begins with it."""
    words = words_of(text.replace("\0", " "))
    return find(rows, " ".join(f"{word.rstrip('*')}*" for word in words)) if words else rows
