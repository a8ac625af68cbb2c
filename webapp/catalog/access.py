"""Who may see what: every page of the site asks here, and nowhere else."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest

from webapp.catalog.browse.kind import browsable
from webapp.crawls.models import Job

# Stands before every page of the site.
for_readers = login_required


def may_view(request: HttpRequest, model: type[models.Model]) -> bool:
    """Say whether who asks may look at rows of a model."""
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
    }
