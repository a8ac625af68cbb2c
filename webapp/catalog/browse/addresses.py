"""Addresses of lists and rows. A row's is made of its natural key, and stays."""

from typing import Any

from django.contrib.admin.utils import quote, unquote
from django.db import models
from django.urls import reverse

from webapp.catalog.browse.kind import Kind, kind_called, kind_of
from webapp.crawls.models import Job

# An address longer than this is not understood everywhere: such a row is called by its number.
LONGEST = 1500
DOT = "_2E"


class KindConverter:
    """The part of an address that names a kind."""

    regex = "[-a-zA-Z0-9_]+"

    def to_python(self, value: str) -> Kind:
        kind = kind_called(value)
        if kind is None:
            raise ValueError(value)
        return kind

    def to_url(self, kind: Kind) -> str:
        return kind.slug


def list_url(model: type[models.Model], query: str = "") -> str:
    """Return the address of a kind's list."""
    return reverse("list", args=[kind_of(model)]) + query


def row_url(row: Any) -> str:
    """Return the address of a row's page: a kind's, or a job's."""
    if isinstance(row, Job):
        return reverse("job", args=[row.pk])
    model: type[models.Model] = type(row)
    kind = kind_of(model)
    key = key_text(getattr(row, kind.key))
    address = reverse("item", args=[kind, key]) if key else ""
    return address if 0 < len(address) <= LONGEST else reverse("item-number", args=[kind, row.pk])


def key_text(key: str) -> str:
    """Return a natural key as one part of an address, whatever it holds.

    Slashes, and parts of nothing but dots, would be folded by browsers and proxies on the way.
    """
    return str(quote(key)) if key.strip(".") else DOT * len(key)


def key_of(text: str) -> str:
    """Return the natural key that a part of an address stands for."""
    return (
        "." * (len(text) // len(DOT)) if text == DOT * (len(text) // len(DOT)) else unquote(text)
    )
