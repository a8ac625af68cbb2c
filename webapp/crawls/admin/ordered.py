"""Cancel, kill and resume: as actions of the list and as buttons of a job's page."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from webapp.crawls.admin.asking import REQUESTS
from webapp.crawls.admin.history import HistoryAdmin
from webapp.crawls.models import Job

SAID = 5  # jobs with a sentence each; more are counted
NAMED = 20  # jobs that the confirmation names


class OrderedAdmin(HistoryAdmin[Job]):
    """Each needs its permission, is asked for with POST, and is written to the history."""

    def has_run_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("crawls.run_job")

    def has_cancel_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("crawls.cancel_job")

    @admin.action(description="Cancel", permissions=["cancel"])
    def cancel_jobs(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        self._ask(request, "cancel", _whole(jobs))

    @admin.action(description="Resume", permissions=["run"])
    def resume_jobs(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        self._ask(request, "resume", _whole(jobs))

    @admin.action(description="Kill…", permissions=["cancel"])
    def kill_jobs(self, request: HttpRequest, jobs: QuerySet[Job]) -> HttpResponse | None:
        if request.POST.get("confirmed") == "yes":
            self._ask(request, "kill", _whole(jobs))
            return None
        sent = [
            (name, value)
            for name in ("action", "select_across", ACTION_CHECKBOX_NAME)
            for value in request.POST.getlist(name)
        ]
        return self._confirmation(request, jobs, sent)

    def order(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """Do what a button of a job's page asks for."""
        if not request.user.has_perm(f"crawls.{REQUESTS[verb].permission}"):
            raise PermissionDenied
        job = self.get_object(request, object_id)
        if job is None:
            raise Http404
        if request.method != "POST":
            if verb != "kill":
                return HttpResponseNotAllowed(["POST"])
            return self._confirmation(request, Job.objects.filter(pk=job.pk), [])
        self._ask(request, verb, [job])
        return redirect("admin:crawls_job_change", job.pk)

    def _ask(self, request: HttpRequest, verb: str, jobs: Iterable[Job]) -> None:
        done = refused = 0
        for job in jobs:
            answer = REQUESTS[verb].ask(job)
            done, refused = done + answer.is_done, refused + (not answer.is_done)
            if answer.is_done:
                self.log_change(request, job, answer.text)
            if done + refused <= SAID:
                level = messages.SUCCESS if answer.is_done else messages.WARNING
                self.message_user(request, answer.text, level)
        if done + refused > SAID:
            text = f"In all: {done:,} jobs are asked to {verb}, {refused:,} could not be."
            self.message_user(request, text, messages.WARNING if refused else messages.SUCCESS)

    def _confirmation(
        self, request: HttpRequest, jobs: QuerySet[Job], sent: list[tuple[str, str]]
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Kill",
            "opts": self.opts,
            "jobs": jobs.defer("stats", "error")[:NAMED],
            "more": max(jobs.count() - NAMED, 0),
            "sent": sent,
        }
        return TemplateResponse(request, "admin/crawls/job/kill.html", context)


def _whole(jobs: QuerySet[Job]) -> Iterable[Job]:
    return jobs.select_related("node").defer("stats", "error").iterator(chunk_size=500)
