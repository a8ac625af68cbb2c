"""How often one caller may ask."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.throttling import BaseThrottle, SimpleRateThrottle

from webapp.accounts.clientaddress import client_address
from webapp.accounts.models import Token

MINUTE = 60


class CallerThrottle(BaseThrottle):
    """API_RATE requests a minute of each token, counted in its row: for all processes together.

    Who has no token is counted by person or address, in each process of the site by itself.
    """

    def allow_request(self, request: HttpRequest) -> bool:
        token: Any = getattr(request, "auth", None)
        if isinstance(token, Token):
            return token.take(settings.API_RATE, timezone.now())
        return PersonThrottle(f"{settings.API_RATE}/m").allow_request(request)

    def wait(self) -> float:
        now = timezone.now()
        return MINUTE - now.second


class PersonThrottle(SimpleRateThrottle):
    """Knows a caller by name, or by address."""

    scope = "person"

    def get_cache_key(self, request: HttpRequest) -> str:
        user: Any = request.user
        who = f"user-{user.pk}" if user.is_authenticated else client_address(request)
        return self.cache_format % {"scope": self.scope, "ident": who}
