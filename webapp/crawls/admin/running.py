"""Run a spider: choose one, then fill in what it asks for."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from webapp.crawls import ordering
from webapp.crawls.admin.asking import waits_for_nodes
from webapp.crawls.admin.forms.run import PREFIX, RunForm
from webapp.crawls.models import Job, Spider, new_jobid
from webapp.crawls.runnable import runnable, spider_of, versions
from webapp.crawls.secrets import masked

SHOWN = 200  # spiders of one page


def run_page(site: "admin.ModelAdmin[Job]", request: HttpRequest) -> HttpResponse:
    """Show what can be run, or the form of one spider; take what was filled in."""
    if not request.user.has_perm("crawls.run_job"):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else request.GET
    before = _before(site, request, sent.get("again", ""))
    project = before.project if before else sent.get("project", "")
    name = before.spider if before else sent.get("spider", "")
    version = sent.get("version", before.egg_version if before and not request.POST else "")
    if not name:
        return _choice(site, request)
    spider = spider_of(project, name, version) or spider_of(project, name)
    if spider is None:
        text = f"Project {project!r} has no spider {name!r} that could be run now."
        site.message_user(request, text, messages.ERROR)
        return redirect("admin:crawls_job_run")
    return _form(site, request, spider, before)


def _before(site: Any, request: HttpRequest, key: str) -> Job | None:
    found: Job | None = site.get_object(request, key) if key else None
    if found is not None and not site.has_view_permission(request, found):
        raise PermissionDenied
    return found


def _choice(site: Any, request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = list(runnable(search)[: SHOWN + 1])
    context = {
        **_context(site, request),
        "title": "Run a spider",
        "spiders": found[:SHOWN],
        "is_cut": len(found) > SHOWN,
        "search": search,
    }
    return TemplateResponse(request, "admin/crawls/job/choose.html", context)


def _form(site: Any, request: HttpRequest, spider: Spider, before: Job | None) -> HttpResponse:
    known = versions(spider.project)
    if request.method == "POST":
        form = RunForm(spider, known, request.POST, before=before)
        if form.is_valid() and (answer := _run(site, request, form)) is not None:
            return answer
    else:
        initial = _initial(spider, before) | {"version": _version(request, before, known)}
        form = RunForm(spider, known, initial=initial, before=before)
    context = {
        **_context(site, request),
        "title": f"Run {spider.name}",
        "spider": spider,
        "before": before,
        "form": form,
        "own": [field for field in form if _is_argument(field.name)],
        "others": [field for field in form.visible_fields() if not _is_argument(field.name)],
    }
    return TemplateResponse(request, "admin/crawls/job/run.html", context)


def _is_argument(name: str) -> bool:
    return name == "arguments" or name.startswith(PREFIX)


def _version(request: HttpRequest, before: Job | None, known: list[str]) -> str:
    wanted = request.GET.get("version", before.egg_version if before else "")
    return wanted if wanted in known else ""


def _initial(spider: Spider, before: Job | None) -> dict[str, Any]:
    if before is None:
        return {}
    given = masked(before.given or ordering.as_texts(before.arguments))
    values = {"settings": masked(before.settings), "priority": before.priority}
    if not spider.declares:
        return values | {"arguments": given}
    return values | {f"{PREFIX}{name}": text for name, text in given.items()}


def _run(site: Any, request: HttpRequest, form: RunForm) -> HttpResponse | None:
    """Start it; None if that is refused, which the form then says."""
    order = form.order()
    sent = None if form.cleaned_data["jobid"] else Job.objects.filter(jobid=order.jobid).first()
    if sent is not None:
        return _sent_before(site, request, form, sent)
    try:
        job, is_new = ordering.run(order)
    except ordering.OrderError as error:
        form.add_error("jobid", f"{str(error)[:1].upper()}{str(error)[1:]}.")
        return None
    if is_new:
        given = ", ".join(f"{name}={text}" for name, text in masked(job.given).items()) or "none"
        site.log_addition(request, job, f"Asked to run {job.spider}; arguments: {given}")
        site.message_user(request, f"Job {job.pk} waits to be run.{waits_for_nodes()}")
    else:
        text = f"Job {job.pk} was there before: it is {job.shown_state}. No other was made."
        site.message_user(request, text, messages.WARNING)
    return redirect("admin:crawls_job_change", job.pk)


def _sent_before(site: Any, request: HttpRequest, form: RunForm, job: Job) -> HttpResponse | None:
    order = form.order()
    same = (job.spider, job.given, job.settings, job.egg_version, job.priority) == (
        order.spider,
        order.arguments,
        order.settings,
        order.version,
        order.priority,
    )
    if same:
        text = "This form was sent before: this is its job, and no other was made."
        site.message_user(request, text, messages.WARNING)
        return redirect("admin:crawls_job_change", job.pk)
    form.data = {**form.data.dict(), "made": new_jobid()}  # type: ignore[attr-defined]
    text = f"This form has made job {job.pk} already, with other values. Run makes another now."
    form.add_error(None, text)
    return None


def _context(site: Any, request: HttpRequest) -> dict[str, Any]:
    return {
        **site.admin_site.each_context(request),
        "opts": site.opts,
        "list_url": reverse("admin:crawls_job_changelist"),
        "has_view_permission": site.has_view_permission(request),
    }
