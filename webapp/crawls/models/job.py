"""Jobs: a crawl's own record."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def new_jobid() -> str:
    """Return an id in scrapyd's own form: 32 hex digits."""
    return uuid.uuid4().hex


class JobQuerySet(models.QuerySet["Job"]):
    """Questions people ask of jobs."""

    def lost(self) -> Self:
        """Select those that say they run, but were not heard of for JOB_LOST_AFTER seconds."""
        horizon = timezone.now() - timedelta(seconds=settings.JOB_LOST_AFTER)
        return self.filter(state=Job.State.RUNNING, heartbeat__lt=horizon)

    def unfollowed(self) -> Self:
        """Select those that have ended and were not looked after since."""
        return self.filter(followed__lt=models.F("ended")).order_by("ended")


class Job(models.Model):
    """One crawl, wherever it was started."""

    class State(models.TextChoices):
        PENDING = "pending"
        RUNNING = "running"
        FINISHED = "finished"
        FAILED = "failed"
        CANCELLED = "cancelled"

    class Origin(models.TextChoices):
        SHELL = "shell"
        API = "api", "scrapyd's API"
        ADMIN = "admin"
        SCHEDULE = "schedule"

    jobid = models.CharField("job id", max_length=64, unique=True, default=new_jobid)
    spider = models.CharField(max_length=100, db_index=True)
    arguments = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING, db_index=True)
    started = models.DateTimeField(
        default=timezone.now, db_index=True, help_text="Until it starts: when it was asked for."
    )
    heartbeat = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)
    finish_reason = models.CharField(max_length=100, blank=True)
    exit_code = models.PositiveSmallIntegerField(null=True, blank=True)
    pages = models.PositiveBigIntegerField(
        default=0, help_text="Answers received, robots.txt apart."
    )
    items_created = models.PositiveBigIntegerField("created", default=0)
    items_updated = models.PositiveBigIntegerField("updated", default=0)
    items_unchanged = models.PositiveBigIntegerField("unchanged", default=0)
    items_rejected = models.PositiveBigIntegerField("rejected", default=0)
    items_duplicate = models.PositiveBigIntegerField(
        "duplicate",
        default=0,
        help_text="Came again under one key in this crawl: the last one won.",
    )
    errors = models.PositiveBigIntegerField(
        default=0, help_text="Pages failed, callbacks crashed."
    )
    stats = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    version = models.CharField("code version", max_length=100, blank=True)
    host = models.CharField(max_length=255, blank=True)
    pid = models.PositiveIntegerField(null=True, blank=True)

    project = models.CharField(max_length=100, default="default")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.SHELL)
    queued = models.DateTimeField(null=True, blank=True, help_text="Empty: started by hand.")
    priority = models.FloatField(default=0, help_text="The highest starts first.")
    given = models.JSONField(
        default=dict, blank=True, help_text="Spider arguments as they were asked for, as texts."
    )
    settings = models.JSONField(default=dict, blank=True, help_text="Scrapy settings.")
    egg_version = models.CharField(
        max_length=100, blank=True, help_text="Empty: the version that is the default then."
    )
    node = models.ForeignKey(
        "crawls.Node", null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    attempt = models.PositiveSmallIntegerField(default=0, help_text="Starts by a node.")
    born = models.FloatField(
        "process started", null=True, blank=True, help_text="Seconds since 1970."
    )
    signal = models.CharField(
        max_length=10, blank=True, help_text="What a person asks its process for: INT or KILL."
    )
    error = models.TextField(blank=True, help_text="Why it failed, in its own last words.")
    # A job may end again: it is looked after once more when its end is later than this.
    followed = models.DateTimeField(default=NEVER, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-started", "-pk")
        permissions = (
            ("run_job", "Can run spiders, resume jobs and run them again"),
            ("cancel_job", "Can cancel and kill jobs"),
        )
        indexes = [
            models.Index(
                fields=["project", "-started"],
                name="crawls_job_last_start",
                condition=models.Q(attempt__gt=0),
            ),
            models.Index(
                "project",
                models.F("priority").desc(),
                "id",
                name="crawls_job_queue",
                condition=models.Q(state="pending"),
            ),
            models.Index(
                fields=("ended",),
                name="crawls_job_unfollowed",
                condition=models.Q(followed__lt=models.F("ended")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.spider} {self.started:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def state_of(cls, exit_code: int) -> State:
        """Return how a crawl ended that exits so: well with 0, 3 and 5, whatever they left out."""
        return cls.State.FINISHED if exit_code in {0, 3, 5} else cls.State.FAILED

    @property
    def is_lost(self) -> bool:
        """Whether it says it runs, but has not been heard of for JOB_LOST_AFTER seconds."""
        horizon = timezone.now() - timedelta(seconds=settings.JOB_LOST_AFTER)
        return self.state == self.State.RUNNING and self.heartbeat < horizon

    @property
    def shown_state(self) -> str:
        """The state a person should believe: a silent crawl is lost, whatever its row says."""
        return "lost" if self.is_lost else self.state
