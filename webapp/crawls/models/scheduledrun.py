"""What became of each time of a schedule."""

from django.db import models
from django.utils import timezone

from webapp.crawls.models.job import Job
from webapp.crawls.models.schedule import Schedule


class ScheduledRun(models.Model):
    """One time of one schedule. There is one row for it, so it is run once, by whatever node."""

    class Outcome(models.TextChoices):
        STARTED = "started"
        WAITING = "waiting"
        SKIPPED = "skipped"

    # The unique key below begins with it.
    schedule = models.ForeignKey(
        Schedule, on_delete=models.CASCADE, related_name="runs", db_index=False
    )
    due = models.DateTimeField(help_text="By the schedule, without the jitter.")
    outcome = models.CharField(max_length=10, choices=Outcome)
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="scheduled"
    )
    text = models.CharField("more about it", max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=("schedule", "due"), name="scheduled_once"),)
        indexes = (
            # Asked each second. Not a partial one: SQLite does not use those with parameters.
            models.Index(fields=("outcome", "schedule"), name="scheduled_outcome"),
        )

    def __str__(self) -> str:
        return f"{self.schedule}: {self.due:%Y-%m-%d %H:%M:%S}"
