"""What a message about an alert says. All may come from a web site: each is one short line."""

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from webapp.crawls.models import Alert, Channel, Delivery
from webapp.crawls.text import short

LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent. The name is that of this message, however often it has to be sent."""

    subject: str
    body: str
    name: str


def message_of(delivery: Delivery) -> Message:
    """Put an alert into words."""
    return Message(_subject(delivery), _body(delivery), f"spidersilk-delivery-{delivery.pk}")


def trial(channel: Channel) -> Message:
    """Return a message that says only that messages come here."""
    body = f"Messages of the channel {channel.name!r} come here. Nothing is wrong."
    return Message("[test] Spidersilk", short(body, 500), f"spidersilk-test-{uuid.uuid4().hex}")


def _subject(delivery: Delivery) -> str:
    """Return the one line that says it all."""
    alert = delivery.alert
    is_over = delivery.event == Delivery.Event.RESOLVED
    state = "resolved" if is_over else "ALERT"
    return short(f"[{state}] {alert.subject}: {alert.rule.name}", LONGEST_LINE)


def _body(delivery: Delivery) -> str:
    """Return what happened, when, and where to look."""
    alert = delivery.alert
    lines = [short(alert.text, 500), f"Since {alert.opened:%Y-%m-%d %H:%M} UTC."]
    if delivery.event == Delivery.Event.RESOLVED and alert.resolved:
        lines.insert(0, f"It is over since {alert.resolved:%Y-%m-%d %H:%M} UTC. It was:")
    return "\n".join([*lines, _link_to(alert)])


def _link_to(alert: Alert) -> str:
    """Return the address of the alert's job, or of the alert itself, in the admin."""
    if alert.job_id is None:
        path = reverse("admin:crawls_alert_change", args=[alert.pk])
    else:
        path = reverse("admin:crawls_job_change", args=[alert.job_id])
    return settings.ADMIN_URL.rstrip("/") + "/" + path.removeprefix(reverse("admin:index"))
