"""Who may see what: every page of the site asks here, and nowhere else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase

from webapp.catalog.browse.kind import browsable
from webapp.crawls.models import Job

Page = Callable[..., HttpResponseBase]


def for_readers(view: Page) -> Page:
    """Stand before every page of the site: ask for a login, unless the site is public."""
    closed = login_required(view)

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (view if settings.PUBLIC_SITE else closed)(request, *args, **kwargs)

    return asked


def may_view(request: HttpRequest, model: type[models.Model]) -> bool:
    """Say whether who asks may look at rows of a model."""
    if settings.PUBLIC_SITE:
        return True
    options = model._meta
    user: Any = request.user
    names = (f"{options.app_label}.{verb}_{options.model_name}" for verb in ("view", "change"))
    return any(user.has_perm(name) for name in names)


def need_view(request: HttpRequest, model: type[models.Model]) -> None:
    """Refuse with 403 who may not look at rows of a model."""
    if not may_view(request, model):
        raise PermissionDenied(
            f"You may not look at {model._meta.verbose_name_plural}: "
            "ask who runs this site for the permission."
        )


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Tell every template what the reader may go to."""
    return {
        "reachable_kinds": lambda: [k for k in browsable() if may_view(request, k.model)],
        "may_view_jobs": lambda: may_view(request, Job),
        "may_work": lambda: admin.site.has_permission(request),
    }
