"""Quotes, who said them, and what they are about."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, ClassVar

from django.db import models
from django.utils.text import Truncator

from webapp.catalog.models.record import Named, Record


class Tag(Named):
    class Meta(Named.Meta):
        pass


class Author(Record):
    NATURAL_KEY: ClassVar[str] = "name"

    name = models.CharField(max_length=200, unique=True)
    url = models.CharField("URL", max_length=2000, blank=True)
    born_date = models.DateField(null=True, blank=True)
    born_place = models.CharField(max_length=300, blank=True)
    biography = models.TextField(blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Quote(Record):
    NATURAL_KEY: ClassVar[str] = "key"

    key = models.CharField(
        max_length=32, unique=True, editable=False, help_text="Digest of author and text."
    )
    url = models.CharField("URL", max_length=2000)
    text = models.TextField()
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="quotes")
    tags = models.ManyToManyField(Tag, blank=True, related_name="quotes")

    class Meta:
        ordering = ("author__name", "pk")

    def __str__(self) -> str:
        return Truncator(self.text).chars(80)

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Two people may have said the same; one person's same words are one quote."""
        said = f"{values['author']}\0{values['text']}".encode()
        return {"key": blake2b(said, digest_size=16).hexdigest()}
