"""Alerts: what a rule found, from when until when."""

from django.db import models
from django.utils import timezone

from webapp.crawls.models.job import Job
from webapp.crawls.models.rule import Rule


class Alert(models.Model):
    """A rule that holds for a spider or a queue: open until it does not hold any more."""

    class State(models.TextChoices):
        OPEN = "open"
        RESOLVED = "resolved"

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="alerts")
    subject = models.CharField("spider or queue", max_length=100)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    text = models.CharField("what is wrong", max_length=500)
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="alerts"
    )
    # The job that raised it: `job` is the last one that it holds for.
    told_job = models.PositiveBigIntegerField(null=True, editable=False)
    opened = models.DateTimeField(default=timezone.now, db_index=True)
    resolved = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("rule", "subject"),
                condition=models.Q(state="open"),
                name="crawls_alert_one_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule}: {self.subject}"
