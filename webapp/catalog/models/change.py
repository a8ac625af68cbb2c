"""One field of one row that a crawl found different."""

from django.db import models
from django.utils import timezone

from webapp.crawls.models import Job


class Change(models.Model):
    """What was there, what is there now, and which job saw it.

    Values are text: numbers in full, dates as ISO 8601, lists as JSON, null as null.
    """

    kind = models.CharField(max_length=100)
    record_id = models.PositiveBigIntegerField()
    key = models.CharField("natural key", max_length=2000)
    field = models.CharField(max_length=100)
    old = models.TextField(null=True)  # noqa: DJ001 -- null and "" are two different old values
    new = models.TextField(null=True)  # noqa: DJ001 -- as above
    job = models.ForeignKey(
        Job,
        on_delete=models.SET_NULL,
        null=True,
        related_name="changes",
        db_index=False,  # one below begins with it
    )
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("kind", "record_id"), name="change_of_record"),
            models.Index(fields=("job", "at"), name="change_of_job"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.field}"
