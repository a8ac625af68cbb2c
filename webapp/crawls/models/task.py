"""Tasks: what is to be done by a worker, beside the crawls. The row is the message."""

from datetime import datetime
from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone


class TaskQuerySet(models.QuerySet["Task"]):
    """Questions of those who send tasks to a broker."""

    def due(self, now: datetime) -> "TaskQuerySet":
        """Select those that are to be sent now, for the first time or again."""
        return self.filter(ended__isnull=True, due__lte=now).order_by("due")


class Task(models.Model):
    """One thing to be done, once, or every so many seconds.

    It is sent to the broker when it is due, and again if it is not done by then: whatever a broker
    or a worker loses is not lost.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    class Queue(models.TextChoices):
        FAST = "fast", "fast: notifications, checks"
        SLOW = "slow", "slow: big exports, mining"

    # Seconds that a task may take. RabbitMQ gives a task up that takes half an hour.
    LIMITS: ClassVar[dict[str, int]] = {Queue.FAST: 60, Queue.SLOW: 1500}

    key = models.CharField(max_length=200, unique=True, help_text="The same key is the same task.")
    name = models.CharField(max_length=100)
    arguments = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder)
    queue = models.CharField(max_length=10, choices=Queue, default=Queue.FAST)
    every = models.PositiveIntegerField(
        null=True, blank=True, help_text="Seconds until it is done again; empty: once."
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, db_index=True)
    due = models.DateTimeField(
        default=timezone.now, help_text="When it is sent, or sent again if it is not done by then."
    )
    sent = models.PositiveIntegerField(
        default=0, help_text="How often it was given to the broker."
    )
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often it was begun.")
    error = models.CharField("last error", max_length=500, blank=True)
    created = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=("due",), name="crawls_task_due", condition=models.Q(ended__isnull=True)
            ),
            models.Index(
                fields=("key",), name="crawls_task_again", condition=models.Q(every__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.key
