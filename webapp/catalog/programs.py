"""Addresses that programs ask for as well as people: they bring a token."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from webapp.accounts.authentication import token_of
from webapp.accounts.models import Scope

AnyView = Callable[..., Any]


def for_programs(scope: Scope) -> Callable[[AnyView], AnyView]:
    """Let in a token of this scope, who is logged in, and everybody on a public site."""

    def decorate(view: AnyView) -> AnyView:
        @login_not_required
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            return _refusal(request, scope) or view(request, *args, **kwargs)

        return opened

    return decorate


def _refusal(request: HttpRequest, scope: Scope) -> HttpResponse | None:
    if "Authorization" not in request.headers:
        known = request.user.is_authenticated or settings.PUBLIC_SITE
        return None if known else _unknown()
    token = token_of(request)
    if token is None:
        return _unknown()
    if scope not in token.scopes:
        raise PermissionDenied(f"This token has not the scope “{scope.value}”.")
    if not token.take(settings.API_RATE, timezone.now()):
        said = f"No more than {settings.API_RATE} requests a minute. Wait a minute.\n"
        return HttpResponse(said, "text/plain", HTTPStatus.TOO_MANY_REQUESTS)
    request.user = token.user
    return None


def _unknown() -> HttpResponse:
    """Ask for a password, which feed readers know how to answer."""
    said = "Bring a token as the password, or as “Authorization: Bearer …”.\n"
    response = HttpResponse(said, "text/plain; charset=utf-8", HTTPStatus.UNAUTHORIZED)
    response["WWW-Authenticate"] = 'Basic realm="Spidersilk", charset="UTF-8"'
    return response
