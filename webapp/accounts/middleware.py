"""Everything asks who is there, unless the site is public."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase


class DoorMiddleware(LoginRequiredMiddleware):
    """Asks for a login on every page that does not say it needs none.

    With PUBLIC_SITE pages that only show are open; the admin asks for itself in either case.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], *view: Any
    ) -> HttpResponseBase | None:
        if settings.PUBLIC_SITE and request.method in {"GET", "HEAD", "OPTIONS"}:
            return None
        return super().process_view(request, view_func, *view)
