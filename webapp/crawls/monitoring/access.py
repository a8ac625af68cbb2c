"""Who may ask: who knows the token, and this machine itself."""

import ipaddress
import secrets

from django.conf import settings
from django.http import HttpRequest

# A proxy on this machine asks for others. What it says about them is not believed, only that it
# is one.
OF_A_PROXY = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "HTTP_FORWARDED")


def may_monitor(request: HttpRequest) -> bool:
    """Say whether a request comes from who may see figures."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and scheme.lower() == "bearer":
        return secrets.compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    return _is_from_here(request)


def _is_from_here(request: HttpRequest) -> bool:
    if settings.BEHIND_PROXY or any(name in request.META for name in OF_A_PROXY):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
