"""Channels: where alerts are sent to."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models


class Channel(models.Model):
    """Mail addresses, or a webhook, whose address is a secret: who has it, posts."""

    class Sort(models.TextChoices):
        MAIL = "mail"
        WEBHOOK = "webhook", "webhook (Slack and what is like it)"

    name = models.CharField(max_length=100, unique=True)
    sort = models.CharField(max_length=10, choices=Sort, default=Sort.MAIL)
    mail_to = models.CharField(
        "mail addresses",
        max_length=1000,
        blank=True,
        help_text="For mail: one or more addresses, separated by commas.",
    )
    webhook = models.CharField(
        "webhook address",
        max_length=1000,
        blank=True,
        help_text='For a webhook: its https address. It gets {"text": "…"} by POST.',
    )
    enabled = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def recipients(self) -> list[str]:
        """The mail addresses."""
        return [each.strip() for each in self.mail_to.split(",") if each.strip()]

    @property
    def masked(self) -> str:
        """Where it leads, without what is secret of it."""
        if self.sort == self.Sort.MAIL:
            return ", ".join(self.recipients)
        parts = urlsplit(self.webhook)
        return f"{parts.scheme}://{parts.hostname}/…" if parts.hostname else ""

    def clean(self) -> None:
        """Say what is missing, at its field."""
        if self.sort == self.Sort.MAIL:
            self._clean_mail()
        else:
            self._clean_webhook()

    def _clean_mail(self) -> None:
        if not self.recipients:
            raise ValidationError({"mail_to": "Give at least one mail address."})
        for each in self.recipients:
            try:
                validate_email(each)
            except ValidationError as error:
                said = f"{each[:80]!r} is no mail address."
                raise ValidationError({"mail_to": said}) from error

    def _clean_webhook(self) -> None:
        try:
            parts = urlsplit(self.webhook)
            is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname)
            _ = parts.port
        except ValueError:
            is_whole = False
        if not is_whole or any(character <= " " for character in self.webhook):
            raise ValidationError(
                {"webhook": "Give the whole address, beginning with https:// (or http://)."}
            )
