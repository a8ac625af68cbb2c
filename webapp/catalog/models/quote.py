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
        indexes = (models.Index(fields=("born_date", "id"), name="author_by_born_date"),)

    def __str__(self) -> str:
        return self.name


class Quote(Record):
    NATURAL_KEY: ClassVar[str] = "key"
    COLUMNS: ClassVar[tuple[str, ...]] = ("text", "author", "tags", "changed")

    key = models.CharField(
        max_length=32, unique=True, editable=False, help_text="Digest of author and text."
    )
    url = models.CharField("URL", max_length=2000)
    text = models.TextField()
    author = models.ForeignKey(
        Author,
        on_delete=models.PROTECT,
        related_name="quotes",
        db_index=False,  # one below begins with it
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="quotes")

    class Meta:
        ordering = ("author__name", "pk")
        indexes = (models.Index(fields=("author", "id"), name="quote_by_author"),)

    def __str__(self) -> str:
        return Truncator(self.text).chars(80)

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Two people may have said the same; one person's same words are one quote."""
        said = f"{values['author']}\0{values['text']}".encode()
        return {"key": blake2b(said, digest_size=16).hexdigest()}
