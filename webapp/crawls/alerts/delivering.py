"""Sending one message, and recording what became of it."""

from django.db.models import F
from django.utils import timezone

from webapp.crawls.alerts import mail, webhook
from webapp.crawls.alerts.errors import DeliveryError
from webapp.crawls.alerts.wording import Message, message_of
from webapp.crawls.models import Channel, Delivery
from webapp.crawls.text import short

__all__ = ["DeliveryError", "deliver", "send"]


def send(channel: Channel, message: Message) -> None:
    """Send a message at once; raises DeliveryError."""
    way = mail.send if channel.sort == Channel.Sort.MAIL else webhook.send
    way(channel, message)


def deliver(pk: int) -> None:
    """Send a message, unless it was delivered; raises DeliveryError.

    Whoever dies between sending and recording sends twice: the message's id is the same, so that
    the other side may tell.
    """
    delivery = (
        Delivery.objects.filter(pk=pk, state=Delivery.State.WAITING)
        .select_related("alert__rule", "channel")
        .first()
    )
    if delivery is None:
        return
    mine = Delivery.objects.filter(pk=pk)
    mine.update(attempts=F("attempts") + 1)
    try:
        send(delivery.channel, message_of(delivery))
    except DeliveryError as error:
        mine.update(error=short(str(error), 500))
        raise
    mine.update(state=Delivery.State.DELIVERED, delivered=timezone.now(), error="")
