"""What changes of a job while it runs, as JSON for the page that shows it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import localize

from webapp.crawls.admin.duration import duration, spoken
from webapp.crawls.admin.exits import exit_meaning
from webapp.crawls.admin.text import plain
from webapp.crawls.models import HostLease, Job, Visit

COUNTERS = (
    "pages",
    "items_created",
    "items_updated",
    "items_unchanged",
    "items_duplicate",
    "items_rejected",
    "errors",
)
MOST = 100  # jobs of one answer: a list has fewer


def live_jobs(site: Any, request: HttpRequest) -> JsonResponse:
    """Answer for the jobs of a list: ?job=1&job=2."""
    if not site.has_view_permission(request):
        raise PermissionDenied
    asked = [text for text in request.GET.getlist("job") if text.isascii() and text.isdecimal()]
    keys = [int(text) for text in asked[:MOST] if len(text) <= 18]  # noqa: PLR2004 -- a bigint
    jobs = Job.objects.filter(pk__in=keys).defer("stats", "error", "arguments", "settings")
    return JsonResponse({"jobs": {job.pk: figures(job) for job in jobs}})


def live_job(site: Any, request: HttpRequest, object_id: str) -> JsonResponse:
    """Answer for a job's page."""
    job: Job | None = site.get_object(request, object_id)
    if job is None or not site.has_view_permission(request, job):
        raise Http404
    more = {
        "progress": progress(job),
        "heartbeat": localize(timezone.localtime(job.heartbeat)),
        "ended": localize(timezone.localtime(job.ended)) if job.ended else "-",
    }
    return JsonResponse({"jobs": {job.pk: figures(job) | more}})


def figures(job: Job) -> dict[str, Any]:
    """Return the texts of a job's columns, by their names."""
    name, sentence = exit_meaning(job.exit_code)
    return {
        "shown_state": job.shown_state,
        "is_open": job.state in {Job.State.PENDING, Job.State.RUNNING},
        "took": spoken(duration(job)),
        "exit": f"{job.exit_code} {name}" if name else "",
        "exit_whole": f"{job.exit_code} {name}: {sentence}" if name else "-",
        "finish_reason": plain(job.finish_reason),
        "rejected": f"{job.items_rejected:,}",
        **{each: str(getattr(job, each)) for each in COUNTERS},
    }


def progress(job: Job) -> str:
    """Say how many of the URLs that are known so far are done."""
    done = sum(
        sum(row)
        for row in HostLease.objects.filter(job=job).values_list("done", "failed", "refused")
    )
    waiting = Visit.objects.filter(job=job, state__in=Visit.OPEN).count()
    if not done + waiting:
        return "no URLs yet" if job.state == Job.State.RUNNING else "-"
    share = 100 * done / (done + waiting)
    return f"{done:,} of {done + waiting:,} URLs known so far ({share:.0f} %)"
