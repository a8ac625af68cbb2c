"""Rules: what is to raise an alert."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from webapp.crawls.models.channel import Channel


class RuleQuerySet(models.QuerySet["Rule"]):
    """Questions that those ask who judge."""

    def about(self, spider: str) -> "RuleQuerySet":
        """Select the rules in force for a spider."""
        return self.filter(enabled=True, spider__in=("", spider))


class Rule(models.Model):
    """What raises an alert, of which spider, and who is told."""

    class Check(models.TextChoices):
        FAILED = "failed", "a job failed or was lost"
        FEW_ITEMS = "few_items", "fewer items than the limit"
        FEWER_ITEMS = "fewer_items", "fewer items than usual, by the limit in per cent"
        COVERAGE = "coverage", "a field is filled less often than usual, by the limit in points"
        ERRORS = "errors", "more failed pages than the limit, in per cent"
        REJECTIONS = "rejections", "more rejected items than the limit, in per cent"
        SILENT = "silent", "no run for the limit, in hours"
        DURATION = "duration", "a job takes longer than the limit, in minutes"
        QUEUE = "queue", "a queue is longer than the limit"

    class Queue(models.TextChoices):
        FAST = "fast", "tasks: fast"
        SLOW = "slow", "tasks: slow"
        PENDING = "pending", "jobs that wait to be started"

    name = models.CharField(max_length=100, unique=True)
    enabled = models.BooleanField(default=True)
    check_for = models.CharField("alert if", max_length=20, choices=Check, default=Check.FAILED)
    limit = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="The number in the line above; a failed job needs none.",
    )
    spider = models.CharField(max_length=100, blank=True, help_text="Empty: every spider.")
    jobs = models.PositiveSmallIntegerField(
        "usual is the middle of the last",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="So many jobs that finished. For what is compared with the usual.",
    )
    kind = models.CharField(
        max_length=100, blank=True, help_text="Such as Book. Empty: every kind."
    )
    field = models.CharField(max_length=100, blank=True, help_text="Empty: every field.")
    queue = models.CharField(max_length=10, choices=Queue, blank=True)
    channels = models.ManyToManyField(
        Channel,
        blank=True,
        related_name="rules",
        help_text="Who is told. The list of alerts has it in any case.",
    )
    muted_until = models.DateTimeField(
        null=True, blank=True, help_text="Until then nobody is told; alerts are still listed."
    )
    created = models.DateTimeField(default=timezone.now, editable=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def is_muted(self, now: datetime) -> bool:
        """Whether nobody is to be told now."""
        return self.muted_until is not None and now < self.muted_until

    def clean(self) -> None:
        """Say what this check needs, at its field."""
        if self.check_for != self.Check.FAILED and self.limit is None:
            raise ValidationError({"limit": "This check needs a number."})
        if self.check_for == self.Check.QUEUE and not self.queue:
            raise ValidationError({"queue": "Choose the queue."})
