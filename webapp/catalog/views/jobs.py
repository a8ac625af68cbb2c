"""`/jobs/` and `/jobs/<id>/`: what ran, and what became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from webapp.catalog.access import for_readers, need_view
from webapp.crawls.models import Job


@require_safe
@for_readers
def jobs(request: HttpRequest) -> HttpResponse:
    """List the jobs, newest first."""
    need_view(request, Job)
    return render(request, "catalog/jobs.html", {"jobs": Job.objects.defer("stats")[:50]})


@require_safe
@for_readers
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one job."""
    need_view(request, Job)
    return render(request, "catalog/job.html", {"job": get_object_or_404(Job, pk=pk)})
