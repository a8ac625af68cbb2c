"""A job's log: a page that needs no script, and the parts that the script asks for."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse

from webapp.crawls import logtext, nodelog
from webapp.crawls.logtext import LogText
from webapp.crawls.models import Job
from webapp.crawls.nodelog import PART, LogError

DIGITS = 15  # of a place in a log


def log_part(site: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Answer with a part of the log as JSON, or with the sentence that says why not."""
    job = _job(site, request, object_id)
    try:
        found = _asked_for(job, request)
    except LogError as error:
        return JsonResponse({"error": str(error), "is_open": _is_open(job)})
    values = {"start": found.start, "end": found.end, "size": found.size, "text": found.text}
    return JsonResponse({**values, "is_open": _is_open(job)})


def log_page(site: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show a part of the log, or the lines that hold some words."""
    job = _job(site, request, object_id)
    words = request.GET.get("q", "").strip()[:200]
    context: dict[str, Any] = {
        **site.admin_site.each_context(request),
        "title": f"Log of {job.spider} #{job.pk}",
        "opts": site.opts,
        "job": job,
        "words": words,
    }
    try:
        if words:
            context["found"] = logtext.search(job, words, _place(request, "before"))
        else:
            context["part"] = _asked_for(job, request)
    except LogError as error:
        context["error"] = str(error)
    context["is_tail"] = not words and not {"at", "before"} & set(request.GET)
    return TemplateResponse(request, "admin/crawls/job/log.html", context)


def _asked_for(job: Job, request: HttpRequest) -> LogText:
    at, before = _place(request, "at"), _place(request, "before")
    if at is not None:
        return logtext.as_text(nodelog.part(job, at))
    if before:
        start = max(before - PART, 0)
        return logtext.as_text(nodelog.part(job, start, before - start))
    return logtext.as_text(nodelog.tail(job))


def _place(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else None


def _job(site: Any, request: HttpRequest, object_id: str) -> Job:
    job: Job | None = site.get_object(request, object_id)
    if job is None or not site.has_view_permission(request, job):
        raise Http404
    return job


def _is_open(job: Job) -> bool:
    return job.state in {Job.State.PENDING, Job.State.RUNNING}
