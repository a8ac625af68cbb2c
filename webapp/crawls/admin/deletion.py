"""What goes with a job when it is deleted: counted, not listed, for they may be a million."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest

from webapp.crawls.models import Job, Rejection, Visit

Deleted = tuple[list[Any], dict[str, int], set[str], list[str]]


def deleted_with(jobs: Iterable[Job], request: HttpRequest, site: AdminSite) -> Deleted:
    """Return what `get_deleted_objects` does: names, counts, lacking permissions, protected."""
    chosen = list(jobs)
    theirs = [job.pk for job in chosen]
    rejections = Rejection.objects.filter(job__in=theirs).count()
    visits = Visit.objects.filter(job__in=theirs).count()
    lines: list[Any] = [f"Job: {job}" for job in chosen]
    lines.append(
        f"{rejections:,} rejections and {visits:,} visits. "
        "Stored rows and their changes stay, without the job."
    )
    lacking = {
        str(model._meta.verbose_name)
        for model in (Job, Rejection, Visit)
        if not site.get_model_admin(model).has_delete_permission(request)
    }
    return lines, {"jobs": len(chosen), "rejections": rejections, "visits": visits}, lacking, []
