"""Field coverage: how many items of a kind came with which fields filled."""

from django.db import models
from django.utils import timezone

from webapp.crawls.models.job import Job


class Coverage(models.Model):
    """Of one kind in one job: its items, and how many of them had each field."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="coverage")
    kind = models.CharField(max_length=100)
    items = models.PositiveBigIntegerField(
        help_text="Items that were stored, or found unchanged, in this job."
    )
    filled = models.JSONField(default=dict, help_text="Field: how many items had it.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "field coverage"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("job", "kind"), name="crawls_coverage_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.job}"

    def share(self, field: str) -> float:
        """Return in how many items of a hundred a field was filled."""
        return 100 * float(self.filled.get(field, 0)) / self.items if self.items else 0.0
