"""Who may ask: a token, a person who is logged in, or everybody on a public site."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja.security import HttpBearer, django_auth

from webapp.accounts.authentication import token_of
from webapp.accounts.models import Scope, Token


class TokenAuth(HttpBearer):
    """Lets in who brings a good token: it may read what its user may."""

    openapi_description = "A token from the admin."

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        found = token_of(request)
        if found is not None:
            request.user = found.user
        return found


def session(request: HttpRequest) -> Any:
    """Let in who is logged in. A bad token is not overlooked for it."""
    return None if "Authorization" in request.headers else django_auth(request)


def public(request: HttpRequest) -> bool:
    """Let everybody in where the site is public."""
    return settings.PUBLIC_SITE and "Authorization" not in request.headers


WAYS_IN: list[Callable[..., Any]] = [TokenAuth(), session, public]


def need_scope(request: HttpRequest, scope: Scope) -> None:
    """Refuse a token that was not made for this."""
    token = getattr(request, "auth", None)
    if isinstance(token, Token) and scope not in token.scopes:
        raise PermissionDenied(
            f"This token has not the scope “{scope.value}”: make one that has it, in the admin."
        )
