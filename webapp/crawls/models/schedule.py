"""Schedules: when a spider is to be run, again and again."""

from datetime import datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from webapp.crawls.rhythm import Rhythm, check_cron, check_zone


def this_second() -> datetime:
    """Return now without a fraction: times that are counted from it are readable."""
    return timezone.now().replace(microsecond=0)


class Schedule(models.Model):
    """A run that is due at certain times; any living node sees to it."""

    class Unit(models.TextChoices):
        SECONDS = "seconds"
        MINUTES = "minutes"
        HOURS = "hours"
        DAYS = "days"

    class Overlap(models.TextChoices):
        SKIP = "skip", "Skip this time"
        QUEUE = "queue", "Wait, then run"
        CANCEL = "cancel", "Cancel the older one, then run"

    class CatchUp(models.TextChoices):
        ONCE = "once", "Run once for all of them"
        NONE = "none", "Run none of them"
        EACH = "each", "Run each, one after the other"

    name = models.CharField(max_length=100, unique=True)
    enabled = models.BooleanField(default=True)
    project = models.CharField(max_length=100, default="default")
    spider = models.CharField(max_length=100)
    egg_version = models.CharField(
        "version", max_length=100, blank=True, help_text="Empty: the one that is the default then."
    )
    arguments = models.JSONField(default=dict, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    priority = models.FloatField(default=0, help_text="The highest starts first.")

    cron = models.CharField(
        "cron expression",
        max_length=100,
        blank=True,
        validators=[check_cron],
        help_text="Minute, hour, day of the month, month, day of the week: 30 3 * * MON-FRI",
    )
    every = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    unit = models.CharField(max_length=10, choices=Unit, default=Unit.HOURS)
    time_zone = models.CharField(
        max_length=100, default="UTC", validators=[check_zone], help_text="Of the cron expression."
    )
    begins = models.DateTimeField(
        default=this_second, help_text="Not before this; an interval is counted from it."
    )
    jitter = models.PositiveIntegerField(
        default=0,
        validators=[MaxValueValidator(86_400)],
        help_text="Seconds: each time starts up to so much later, so that not all start at once.",
    )

    overlap = models.CharField(
        "if the last run has not ended", max_length=10, choices=Overlap, default=Overlap.SKIP
    )
    catch_up = models.CharField(
        "times that were missed",
        max_length=10,
        choices=CatchUp,
        default=CatchUp.ONCE,
        help_text="Missed is what no node was there for, for more than a minute.",
    )
    catch_up_most = models.PositiveSmallIntegerField(
        "catch up at most",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="The last so many, if each is run.",
    )
    next_time = models.DateTimeField(null=True, blank=True, help_text="Without the jitter.")
    next_due = models.DateTimeField("next run", null=True, blank=True, db_index=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.next_due is None:
            self.plan(timezone.now())
        super().save(*args, **kwargs)

    @property
    def rhythm(self) -> Rhythm:
        """Its times."""
        seconds = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}[self.unit]
        return Rhythm(
            cron=self.cron,
            zone=self.time_zone,
            seconds=0 if self.cron else (self.every or 0) * seconds,
            begins=self.begins,
            jitter=self.jitter,
            seed=self.name,
        )

    def plan(self, after: datetime) -> None:
        """Set the next time to the first one after a moment; none if it comes no more."""
        rhythm = self.rhythm
        self.next_time = next(rhythm.times(after), None)
        self.next_due = rhythm.start_of(self.next_time) if self.next_time else None
