"""The broker and those who read from it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from webapp.celery import app
from webapp.crawls.doctor.finding import Finding, fail, ok, warn
from webapp.crawls.models import Channel, Delivery, Task
from webapp.crawls.queues import lengths

PATIENCE = timedelta(minutes=2)
START = "Start both: make up. Without scrapyd: python -m webapp aftercare --forever."


def broker() -> Iterator[Finding]:
    """See whether tasks can be given away."""
    address = app.connection_for_write().as_uri()  # without its password
    if address.startswith("filesystem"):
        address = str(Path(settings.VAR_DIR) / "broker")
    found = lengths()
    if None in found.values():
        yield fail(
            f"The broker at {address} does not answer: tasks wait in their table.",
            "Start it, or look at CELERY_BROKER_URL.",
        )
    else:
        waiting = ", ".join(f"{count} in {name}" for name, count in found.items())
        yield ok(f"The broker at {address} answers; messages that wait: {waiting}.")


def worker() -> Iterator[Finding]:
    """See whether somebody says what is due, and somebody does it."""
    now = timezone.now()
    still = Task.objects.filter(ended__isnull=True)
    overdue = still.filter(due__lt=now - PATIENCE).order_by("due").first()
    unread = still.filter(state=Task.State.SENT, sent__gt=1).count()
    given_up = Task.objects.filter(state=Task.State.FAILED).count()
    if overdue:
        yield warn(f"Tasks are due since {overdue.due:%Y-%m-%d %H:%M} UTC and not sent.", START)
    if unread:
        yield warn(
            f"{unread} tasks were sent more than once, and no worker has begun them.",
            "Start a worker: make up, or celery -A webapp worker.",
        )
    if given_up:
        yield warn(
            f"{given_up} tasks were given up.", "Look at them in the admin, under Tasks: failed."
        )
    if not (overdue or unread or given_up):
        yield ok("Tasks are done when they are due.")


def mail() -> Iterator[Finding]:
    """See whether alerts can be sent."""
    mails = Channel.objects.filter(enabled=True, sort=Channel.Sort.MAIL).exists()
    if mails and not settings.EMAIL_HOST:
        yield fail("A channel sends mail, and no mail server is named.", "Set EMAIL_HOST.")
    stuck = Delivery.objects.filter(state=Delivery.State.WAITING).exclude(error="")
    failing = stuck.order_by("-pk").first()
    if failing:
        yield warn(
            f"{stuck.count()} messages about alerts are not delivered; the last: {failing.error}.",
            "Look at them in the admin, under Deliveries.",
        )
    elif not mails or settings.EMAIL_HOST:
        yield ok("Messages about alerts are delivered.")
