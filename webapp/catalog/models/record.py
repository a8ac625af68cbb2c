"""What every kind has: a natural key, where it came from, when it was first seen and changed."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from webapp.crawls.models import Job


class Named(models.Model):
    """A label that other kinds point at: made when first named, never crawled for itself."""

    NATURAL_KEY: ClassVar[str] = "name"

    name = models.CharField(max_length=200, unique=True)

    class Meta:
        abstract = True
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Record(models.Model):
    """A row that crawls write.

    `NATURAL_KEY` names one unique column: the same thing on the web is the same row for ever. A
    key of several fields is a digest column that `derived` fills.
    """

    NATURAL_KEY: ClassVar[str]
    # Columns the house fills; all others of a kind are what its item says.
    HOUSE_FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "job",
        "first_seen",
        "changed",
        "content_hash",
    )

    # Columns that mining fills from stored rows: no item says them, no upsert touches them.
    MINED_FIELDS: ClassVar[tuple[str, ...]] = ()

    # Fields that depend on how a crawl went, not on what the page says: a difference in them alone
    # is no change.
    NOT_COMPARED: ClassVar[tuple[str, ...]] = ()

    # Column with the address of the page where every crawl meets the row; "": there is none.
    MET_AT: ClassVar[str] = "url"

    job = models.ForeignKey(
        Job,
        verbose_name="last changed by",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    first_seen = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    changed = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    # Empty: named by another row, its own page not read yet.
    # Text, not bytes: for a BinaryField Django gives up PostgreSQL's UNNEST in bulk_create, and an
    # insert costs a third more.
    content_hash = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return columns that follow from the item's values."""
        return {}
