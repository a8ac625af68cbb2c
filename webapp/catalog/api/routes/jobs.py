"""Crawls."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from webapp.accounts.models import Scope
from webapp.catalog.access import need_view
from webapp.catalog.api.auth import need_scope
from webapp.catalog.api.following import following
from webapp.catalog.api.schemas import PROBLEMS, JobOut, Jobs
from webapp.catalog.browse.addresses import row_url
from webapp.crawls.models import Job

router = Router(tags=["jobs"])
MOST = 100
BIGGEST = 2**63 - 1
Number = Annotated[int, Path(ge=1, le=BIGGEST)]
PLAIN = [name for name in JobOut.model_fields if name not in {"state", "page"}]


class JobQuery(Schema):
    """Which jobs."""

    spider: str = Field("", max_length=100, description="Of one spider.")
    limit: int = Field(50, ge=1, le=MOST, description="Jobs of a page.")
    before: int = Field(BIGGEST, ge=1, le=BIGGEST, description="Older than the job of this id.")


@router.get("jobs", response={200: Jobs, **PROBLEMS}, summary="Jobs")
def list_jobs(request: HttpRequest, query: Query[JobQuery]) -> dict[str, Any]:
    """Read what ran, newest first."""
    need_scope(request, Scope.JOBS)
    need_view(request, Job)
    jobs = Job.objects.filter(pk__lt=query.before).order_by("-pk")
    if query.spider:
        jobs = jobs.filter(spider=query.spider)
    found = list(jobs.defer("stats")[: query.limit + 1])
    shown = found[: query.limit]
    more = len(found) > query.limit
    return {
        "jobs": [_described(job) for job in shown],
        "next": following(request, before=shown[-1].pk) if more else None,
    }


@router.get("jobs/{number}", response={200: JobOut, **PROBLEMS}, summary="One job")
def show_job(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Read the figures of one crawl."""
    need_scope(request, Scope.JOBS)
    need_view(request, Job)
    job = Job.objects.defer("stats").filter(pk=number).first()
    if job is None:
        raise Http404(f"There is no job {number}.")
    return _described(job)


def _described(job: Job) -> dict[str, Any]:
    own = {name: getattr(job, name) for name in PLAIN}
    return {**own, "state": job.shown_state, "page": row_url(job)}
