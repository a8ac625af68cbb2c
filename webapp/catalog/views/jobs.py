"""`/jobs/` and `/jobs/<id>/`: what ran, and what became of it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from webapp.catalog.access import for_readers, may_view, need_view
from webapp.catalog.jobreport.changes import changed_by, changes_of, samples_of
from webapp.catalog.jobreport.comparison import compared, with_run_before
from webapp.catalog.jobreport.coverage import coverage_of
from webapp.catalog.jobreport.fates import fates_of, trouble_of, visits_of
from webapp.catalog.jobreport.groups import groups_of
from webapp.catalog.jobreport.rejections import reasons_of, rejections_of
from webapp.catalog.models import Change
from webapp.crawls.admin.duration import duration, spoken
from webapp.crawls.admin.exits import exit_meaning
from webapp.crawls.admin.tables import table
from webapp.crawls.models import Job, Rejection, Visit

SIZE = 50


@require_safe
@for_readers
def jobs(request: HttpRequest) -> HttpResponse:
    """List the jobs, newest first, of all spiders or of one."""
    need_view(request, Job)
    found = _chosen(request)
    rows = list(found[: SIZE + 1])
    spiders = Job.objects.order_by("spider").values_list("spider", flat=True).distinct()
    context = {
        "jobs": rows[:SIZE],
        "spiders": list(spiders[:SIZE]),
        "spider": request.GET.get("spider", ""),
        "older": rows[SIZE - 1].pk if len(rows) > SIZE else None,
        "is_part": "before" in request.GET,
    }
    return render(request, "catalog/jobs.html", context)


def _chosen(request: HttpRequest) -> QuerySet[Job]:
    found = Job.objects.defer("stats").order_by("-pk")
    spider = request.GET.get("spider", "").replace("\0", "")
    if spider:
        found = found.filter(spider=spider)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < len(str(2**63)):
        found = found.filter(pk__lt=int(before))
    return found


@require_safe
@for_readers
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one job: its counts, what it left, and how it differs from the one before."""
    need_view(request, Job)
    job, before = with_run_before(pk)
    if job is None:
        raise Http404(f"There is no job {pk}.")
    name, sentence = exit_meaning(job.exit_code)
    context: dict[str, Any] = {
        "job": job,
        "exit": f"{job.exit_code} {name}: {sentence}" if name else "",
        "took": spoken(duration(job)),
        "arguments": table(job.arguments) if job.arguments else "",
        "statistics": table(job.stats) if job.stats else "",
        "before": before,
        "compared": compared(job, before),
        "read": sum(getattr(job, counter) for counter in ITEMS),
    }
    return render(request, "catalog/job.html", context | _left(request, job))


ITEMS = (
    "items_created",
    "items_updated",
    "items_unchanged",
    "items_rejected",
    "items_duplicate",
)


def _left(request: HttpRequest, job: Job) -> dict[str, Any]:
    """Return what the job left, as far as the reader may see it."""
    found: dict[str, Any] = {
        "coverage": [c for c in coverage_of(job) if may_view(request, c.kind.model)]
    }
    groups = groups_of(dict(_tables(request, job)))
    if "visits" in groups:
        found["fates"] = fates_of(job, groups["visits"], groups["trouble"])
    if "rejections" in groups:
        found["reasons"] = reasons_of(groups["rejections"])
    if "changes" in groups:
        samples = samples_of(job) if groups["changes"] else []
        found |= {"changed": changed_by(groups["changes"]), "samples": samples}
    return found


def _tables(request: HttpRequest, job: Job) -> Iterator[tuple[str, QuerySet[Any]]]:
    """Yield what is grouped, as far as the reader may see it."""
    if may_view(request, Visit):
        yield from (("visits", visits_of(job)), ("trouble", trouble_of(job)))
    if may_view(request, Rejection):
        yield "rejections", rejections_of(job)
    if may_view(request, Change):
        yield "changes", changes_of(job)
