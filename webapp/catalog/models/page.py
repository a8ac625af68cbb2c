"""Pages of any site."""

from typing import ClassVar

from django.db import models

from webapp.catalog.models.record import Record


class Page(Record):
    NATURAL_KEY: ClassVar[str] = "url"
    COLUMNS: ClassVar[tuple[str, ...]] = ("title", "url", "status", "depth", "language", "changed")
    FACETS: ClassVar[tuple[str, ...]] = ("language", "status", "depth", "first_seen", "changed")
    # With several requests in flight a page may be met first by a longer way.
    NOT_COMPARED: ClassVar[tuple[str, ...]] = ("depth",)

    url = models.CharField("URL", max_length=2000, unique=True)
    title = models.CharField(max_length=1000, blank=True)
    h1 = models.CharField("heading", max_length=1000, blank=True)
    description = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True)
    text = models.TextField("visible text", blank=True)
    text_hash = models.CharField(max_length=32, blank=True, db_index=True)
    status = models.PositiveSmallIntegerField("HTTP status")
    depth = models.PositiveIntegerField(help_text="Clicks from the start URL.")
    links = models.JSONField(default=list, blank=True, help_text="Links to the same site.")

    class Meta:
        ordering = ("url",)
        # Not the title: PostgreSQL has no room for a thousand characters in an index.
        indexes = tuple(
            models.Index(fields=(name, "id"), name=f"page_by_{name}")
            for name in ("language", "status", "depth")
        )

    def __str__(self) -> str:
        return self.title or self.url
