"""Pages of the site."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from webapp.catalog.kinds import kinds
from webapp.crawls.models import Job

LAST_JOBS = 10


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what is stored and what ran last, as far as the reader may see it."""
    rows = [_kind(model) for model in kinds() if _may_view(request, model)]
    jobs = Job.objects.defer("stats")[:LAST_JOBS] if _may_view(request, Job) else None
    return render(request, "home.html", {"kinds": rows, "jobs": jobs})


def _may_view(request: HttpRequest, model: type[models.Model]) -> bool:
    options = model._meta
    user: Any = request.user
    names = (f"{options.app_label}.{verb}_{options.model_name}" for verb in ("view", "change"))
    return user.is_staff and any(user.has_perm(name) for name in names)


def _kind(model: type[models.Model]) -> dict[str, Any]:
    options = model._meta
    count = model._default_manager.count()
    return {
        "name": options.verbose_name if count == 1 else options.verbose_name_plural,
        "count": f"{count:,}",
        "admin": f"admin:{options.app_label}_{options.model_name}_changelist",
    }
