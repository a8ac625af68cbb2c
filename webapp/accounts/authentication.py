"""Who asks with a token: programs as Bearer, feed readers as a password of HTTP Basic."""

from base64 import b64decode

from django.http import HttpRequest

from webapp.accounts.models import Token


def token_of(request: HttpRequest) -> Token | None:
    """Return the token that a request brought, if it is good."""
    secret = _secret(request.headers.get("Authorization", ""))
    return Token.of(secret) if secret else None


def _secret(header: str) -> str:
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        said = b64decode(value, validate=True).decode()
    except ValueError:
        return ""
    return said.partition(":")[2]
