"""Tokens: a program's way in, bound to a person and to what it was made for."""

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

PREFIX = "spidersilk_"
MINUTE = 60


class Scope(models.TextChoices):
    """What a token was made for."""

    ITEMS = "items", "items: kinds and their rows"
    HISTORY = "history", "history: changes and feeds"
    JOBS = "jobs", "jobs: crawls and their figures"


class Token(models.Model):
    """Lets a program read what its user may read, and of that only its scopes.

    Only a digest is kept. A token has 256 random bits, so that a plain one is enough: there is
    nothing to guess.
    """

    name = models.CharField(max_length=100, help_text="What it is for: a program, a machine.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens"
    )
    scopes = models.JSONField(default=list, help_text="What it may read.")
    begin = models.CharField(
        "begins with", max_length=20, editable=False, help_text="To know it again by."
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    expires = models.DateTimeField(null=True, blank=True, help_text="Empty: never.")
    # The rate: how many requests were let through in which minute since 1970.
    minute = models.PositiveBigIntegerField(default=0, editable=False)
    used = models.PositiveIntegerField("in that minute", default=0, editable=False)
    last_used = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.name} ({self.begin}…)"

    def make_secret(self) -> str:
        """Give the token a new secret, unsaved; what is returned is nowhere else."""
        secret = PREFIX + secrets.token_urlsafe(32)
        self.begin = secret[: len(PREFIX) + 4]
        self.digest = digest_of(secret)
        return secret

    @classmethod
    def of(cls, secret: str) -> Self | None:
        """Return the token of a secret if it may be used now by someone who may log in."""
        alive = Q(expires=None) | Q(expires__gt=timezone.now())
        known = cls.objects.select_related("user").filter(alive, user__is_active=True)
        return known.filter(digest=digest_of(secret)).first()

    def take(self, limit: int, now: datetime) -> bool:
        """Count a request, if this minute has room for it: one statement, whoever else asks."""
        minute = int(now.timestamp()) // MINUTE
        room = Q(used__lt=limit) | ~Q(minute=minute)
        used: Any = Case(When(minute=minute, then=F("used") + 1), default=Value(1))
        mine = type(self).objects.filter(room, pk=self.pk)
        return bool(mine.update(used=used, minute=minute, last_used=now))


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
