"""What a crawl could not store."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from webapp.crawls.models.job import Job


class Rejection(models.Model):
    """A value, or a whole item, that could not be stored, with what the page said."""

    MAX_RAW: ClassVar[int] = 65_536  # characters of raw values kept

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="rejections")
    url = models.CharField("URL", max_length=2000, blank=True)
    kind = models.CharField(max_length=100, db_index=True)
    field = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=500)
    raw = models.TextField("raw values", help_text="As JSON, as the page gave them.")
    item_stored = models.BooleanField(
        "rest was stored",
        default=False,
        help_text="Only this field was refused; the item is stored without it.",
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.field}: {self.reason}".strip()
