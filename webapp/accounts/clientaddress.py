"""The address that a request came from."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the client's address: as the proxy says it, where one stands in front.

    Only the last entry is the proxy's own; those before it are what the client sent.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    if not settings.BEHIND_PROXY:
        return address
    said = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return said.rpartition(",")[2].strip() or address
