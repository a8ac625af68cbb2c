"""Deliveries: what was sent where, and whether it came there."""

from django.db import models
from django.utils import timezone

from webapp.crawls.models.alert import Alert
from webapp.crawls.models.channel import Channel


class Delivery(models.Model):
    """One message about one alert to one channel."""

    class Event(models.TextChoices):
        OPENED = "opened"
        RESOLVED = "resolved"

    class State(models.TextChoices):
        WAITING = "waiting"
        DELIVERED = "delivered"
        MUTED = "muted"

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=10, choices=Event)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField("last error", max_length=500, blank=True)
    created = models.DateTimeField(default=timezone.now)
    delivered = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("alert", "channel", "event"), name="crawls_delivery_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.alert} to {self.channel}"
