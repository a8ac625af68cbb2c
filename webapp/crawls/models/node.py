"""Nodes: the scrapyd processes that run jobs."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone


class NodeQuerySet(models.QuerySet["Node"]):
    """Questions that nodes ask of each other."""

    def living(self) -> "NodeQuerySet":
        """Select those whose lease has not ended, by the database's clock."""
        return self.filter(until__gte=Now())


class Node(models.Model):
    """One scrapyd. It takes jobs from the one table while its lease, `until`, is renewed."""

    name = models.CharField(max_length=255, unique=True)
    address = models.URLField(blank=True, help_text="Where its API and its logs are.")
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    born = models.FloatField(
        "process started", help_text="Seconds since 1970: tells a process from a later one."
    )
    capacity = models.PositiveIntegerField(
        validators=[MinValueValidator(1)], help_text="Jobs at a time (max_proc)."
    )
    version = models.CharField("code version", max_length=100, blank=True)
    projects = models.JSONField(
        default=list, blank=True, help_text="Projects on its disk; those in eggs run everywhere."
    )
    load = models.FloatField("load average", default=0, help_text="Of the last minute.")
    drained = models.BooleanField(default=False, help_text="A drained node takes no new jobs.")
    started = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField("lease ends", default=timezone.now)

    objects = NodeQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_living(self) -> bool:
        """Whether its lease has not ended."""
        return self.until >= timezone.now()
