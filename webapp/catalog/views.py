"""Pages of the site."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from webapp.catalog.kinds import kinds
from webapp.crawls.models import Job


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what is stored and what ran last."""
    rows = [
        {
            "name": model._meta.verbose_name_plural,
            "count": model._default_manager.count(),
            "admin": f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist",
        }
        for model in kinds()
    ]
    return render(request, "home.html", {"kinds": rows, "jobs": Job.objects.all()[:10]})
