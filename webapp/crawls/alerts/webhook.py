"""Alerts by webhook: a POST of {"text": …}, as Slack, Mattermost and others take it."""

import http.client
import json
import urllib.error
import urllib.request

from webapp.crawls.alerts.errors import DeliveryError
from webapp.crawls.alerts.wording import Message
from webapp.crawls.models import Channel

TIMEOUT = 10.0  # seconds without a sign
MOST_READ = 1_000  # bytes of the answer


def _opener() -> urllib.request.OpenerDirector:
    """Make what speaks HTTP only, and follows no redirect: the secret goes where it was named."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


OPENER = _opener()


def send(channel: Channel, message: Message) -> None:
    """Post it; raises DeliveryError, whose text does not have the address."""
    text = f"*{_escaped(message.subject)}*\n{_escaped(message.body)}"
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Spidersilk",
        "Idempotency-Key": message.name,
    }
    try:
        request = urllib.request.Request(  # noqa: S310 -- the scheme was checked when it was named
            channel.webhook, json.dumps({"text": text}).encode(), headers, method="POST"
        )
        with OPENER.open(request, timeout=TIMEOUT) as answer:
            answer.read(MOST_READ)
    except urllib.error.HTTPError as error:
        with error:
            raise DeliveryError(_said(error.code)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        name = type(reason).__name__ if isinstance(reason, Exception) else type(error).__name__
        # Not the error's own text, nor the error: they may have the address.
        raise DeliveryError(f"the webhook could not be reached: {name}") from None


def _said(code: int) -> str:
    if code in {301, 302, 303, 307, 308}:
        return f"the webhook answers {code}, a redirect, which is not followed: name its address"
    return f"the webhook answers {code}"


def _escaped(text: str) -> str:
    """Return text in which Slack finds no link and nobody to call (<!channel>)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
