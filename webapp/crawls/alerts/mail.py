"""Alerts by mail."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from webapp.crawls.alerts.errors import DeliveryError
from webapp.crawls.alerts.wording import Message
from webapp.crawls.models import Channel


def send(channel: Channel, message: Message) -> None:
    """Mail it to everyone of the channel; raises DeliveryError."""
    if not settings.EMAIL_HOST:
        raise DeliveryError("no mail server is named: set EMAIL_HOST")
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >")
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        to=channel.recipients,
        headers={"Message-ID": f"<{message.name}@{domain}>"},
    )
    try:
        mail.send()
    except smtplib.SMTPAuthenticationError as error:
        said = "the mail server refuses EMAIL_HOST_USER and its password"
        raise DeliveryError(said) from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        raise DeliveryError(f"the mail server {place} did not take it: {_why(error)}") from error


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "it refuses the recipients"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"code {error.smtp_code}"
    return type(error).__name__
