"""One URL of one job: what is to be done with it, and what became of it."""

from datetime import UTC, datetime

from django.db import models
from django.utils import timezone

from webapp.crawls.models.job import Job


class Visit(models.Model):
    """A request of a crawl: pending, then leased to a worker, then done, failed or refused.

    It is the frontier (what is next), the memory (what was seen) and the record (what became of
    it) at once.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        LEASED = "leased"
        DONE = "done"
        FAILED = "failed"
        REFUSED = "refused"

    OPEN = (State.PENDING, State.LEASED)

    # The unique key below begins with it.
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="visits", db_index=False)
    # Scrapy's SHA-1 as hex digits; a request that is made although it was made before
    # (dont_filter) has a "#" and its number behind it.
    fingerprint = models.CharField(max_length=80)
    url = models.TextField("URL")
    method = models.CharField(max_length=20, default="GET")
    # JSON, kept as text: what a page put into it can be stored on any database.
    payload = models.TextField(blank=True, help_text="The rest of the request, as JSON.")
    priority = models.IntegerField(default=0)
    depth = models.PositiveIntegerField(default=0)
    rank = models.BigIntegerField(help_text="Microseconds since 1970 when it was asked for.")
    parent = models.CharField(
        max_length=80, blank=True, help_text="The fingerprint of the page that named it first."
    )
    host = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    fate = models.CharField(max_length=40, blank=True)
    text = models.TextField("more about its fate", blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often it was sent.")
    deaths = models.PositiveSmallIntegerField(
        default=0, help_text="How many workers died while they had it."
    )
    worker = models.PositiveBigIntegerField(null=True, blank=True)
    status = models.PositiveSmallIntegerField("HTTP status", null=True, blank=True)
    size = models.PositiveBigIntegerField("bytes", null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True, help_text="Until the answer was there.")
    items = models.PositiveIntegerField(default=0)
    first = models.DateTimeField("first named", default=timezone.now)
    last = models.DateTimeField("last changed", default=timezone.now)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("job", "fingerprint"), name="visit_once_in_a_job"),
        )
        indexes = (
            # The frontier. Not a partial index of what is open: SQLite cannot tell that a
            # statement with parameters asks for no more than that.
            models.Index(fields=("job", "state", "host", "rank"), name="visit_open"),
        )

    def __str__(self) -> str:
        return self.url

    @property
    def asked(self) -> datetime:
        """When it was asked for."""
        return moment_of(self.rank)


def moment_of(rank: int) -> datetime:
    """Return the moment that a rank stands for."""
    return datetime.fromtimestamp(rank / 1_000_000, UTC)
