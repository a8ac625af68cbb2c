"""Who may ask a host, and when next: one rate for each host, however many workers."""

from django.db import models

from webapp.crawls.models.job import Job
from webapp.crawls.models.worker import Worker


class HostLease(models.Model):
    """A host of a job. Only the worker that has it sends requests there.

    What has ended is counted here, in the transaction that ends it; what is open is few enough to
    be counted when asked for.
    """

    # The unique key below begins with it.
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="hosts", db_index=False)
    host = models.CharField(max_length=255)
    worker = models.ForeignKey(
        Worker, on_delete=models.SET_NULL, null=True, blank=True, related_name="hosts"
    )
    delay = models.FloatField(default=0, help_text="Seconds between two requests.")
    done = models.PositiveBigIntegerField(default=0)
    failed = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)
    began = models.DateTimeField("first end", null=True, blank=True)
    latest = models.DateTimeField("last end", null=True, blank=True)
    next_at = models.DateTimeField("next request allowed", null=True, blank=True)

    class Meta:
        verbose_name = "host"
        ordering = ("host",)
        constraints = (models.UniqueConstraint(fields=("job", "host"), name="host_once_in_a_job"),)

    def __str__(self) -> str:
        return self.host
