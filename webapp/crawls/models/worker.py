"""The processes that work on a job."""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from webapp.crawls.models.job import Job

# What a worker counts, named as the job's own columns, which are the sums over its workers.
COUNTERS = (
    "pages",
    "items_created",
    "items_updated",
    "items_unchanged",
    "items_rejected",
    "items_duplicate",
    "errors",
)


class Worker(models.Model):
    """One process that crawls for a job: one for each start, several at a time if they share it.

    Its lease ends at `until`, by the database's clock. Whoever finds it ended may declare the
    worker lost, and from then on nothing that it sends is written (fencing).
    """

    class State(models.TextChoices):
        WORKING = "working"
        ENDED = "ended"
        LOST = "lost"

    COUNTERS: ClassVar[tuple[str, ...]] = COUNTERS

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="workers")
    state = models.CharField(max_length=10, choices=State, default=State.WORKING)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    born = models.FloatField(
        "process started", help_text="Seconds since 1970: tells a process from a later one."
    )
    started = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField("lease ends", default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)
    finish_reason = models.CharField(max_length=100, blank=True)
    exit_code = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.CharField("code version", max_length=100, blank=True)
    pages = models.PositiveBigIntegerField(default=0)
    items_created = models.PositiveBigIntegerField("created", default=0)
    items_updated = models.PositiveBigIntegerField("updated", default=0)
    items_unchanged = models.PositiveBigIntegerField("unchanged", default=0)
    items_rejected = models.PositiveBigIntegerField("rejected", default=0)
    items_duplicate = models.PositiveBigIntegerField("duplicate", default=0)
    errors = models.PositiveBigIntegerField(default=0)
    stats = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"
