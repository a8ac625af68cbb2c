"""Jobs: what was run and what became of it."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from webapp.crawls.admin.deletion import deleted_with
from webapp.crawls.admin.duration import duration, spoken
from webapp.crawls.admin.exits import exit_meaning
from webapp.crawls.admin.filters.state import StateFilter
from webapp.crawls.admin.jobpages import job_pages
from webapp.crawls.admin.links import to_list, to_row
from webapp.crawls.admin.live import COUNTERS, progress
from webapp.crawls.admin.ordered import OrderedAdmin
from webapp.crawls.admin.pointing import pointing_rows
from webapp.crawls.admin.tables import table
from webapp.crawls.admin.text import block
from webapp.crawls.admin.urlcounts import url_counts
from webapp.crawls.logtext import visible
from webapp.crawls.models import Job, Rejection, Visit
from webapp.crawls.retry import continuing, put_back
from webapp.crawls.secrets import masked

ASKED = ("its_arguments", "scrapy_settings", "asked_by", "priority")


@admin.register(Job)
class JobAdmin(OrderedAdmin):
    list_display = (
        "started",
        "spider",
        "shown_state",
        "exit",
        "took",
        "pages",
        "items_created",
        "items_updated",
        "items_unchanged",
        "rejected",
        "errors",
        "finish_reason",
    )
    list_filter = (
        StateFilter,
        ("spider", admin.AllValuesFieldListFilter),  # a small table with an index on it
        ("started", admin.DateFieldListFilter),
    )
    actions = ("cancel_jobs", "kill_jobs", "resume_jobs", "retry")
    raw_id_fields = ("node",)
    search_fields = ("spider", "=jobid", "finish_reason", "host")
    search_help_text = "Spider, whole job id, finish reason or host"
    fieldsets: ClassVar = (
        (None, {"fields": ("spider", "shown_state", "progress", "exit_whole", "finish_reason")}),
        ("Why it failed", {"fields": ("last_words",), "classes": ("last-words",)}),
        ("Figures", {"fields": (COUNTERS,)}),
        (
            "What was asked for",
            {"fields": ("its_arguments", "scrapy_settings", "asked_by", "priority")},
        ),
        ("What became of its URLs", {"fields": ("fates",)}),
        ("What it left", {"fields": ("rows", "notes")}),
        ("When", {"fields": ("queued", "started", "ended", "took", "heartbeat")}),
        ("Where", {"fields": ("of_node", "host", "pid", "attempt")}),
        ("Code", {"fields": ("project", "egg_version", "version", "jobid")}),
        ("Statistics", {"fields": ("statistics",)}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        shown = (
            "shown_state",
            "progress",
            "exit_whole",
            "its_arguments",
            "fates",
            "rows",
            "notes",
        )
        asked = ("scrapy_settings", "asked_by", "of_node", "last_words")
        return (*shown, *asked, "took", "statistics")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        failed = obj is not None and obj.error
        return [part for part in self.fieldsets if failed or part[0] != "Why it failed"]

    def get_urls(self) -> list[Any]:
        return [*job_pages(self), *super().get_urls()]

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Say whether a person may put URLs back: who may change visits."""
        return request.user.has_perm("crawls.change_visit")

    @admin.action(description="Put back the URLs that failed", permissions=["retry"])
    def retry(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        for job in jobs:
            count = put_back(Visit.objects.filter(job=job))
            said = f"{count} URLs of job {job.pk} are put back."
            if count:
                said += f" To ask for them: {continuing(job)}"
            self.message_user(request, said, messages.SUCCESS if count else messages.WARNING)

    @admin.display(description="state", ordering="state")
    def shown_state(self, job: Job) -> SafeString:
        return format_html('<span class="state state-{0}">{0}</span>', job.shown_state)

    @admin.display(description="duration")
    def took(self, job: Job) -> str:
        return spoken(duration(job))

    @admin.display(description="rejected", ordering="items_rejected")
    def rejected(self, job: Job) -> SafeString | str:
        count = job.items_rejected
        # A field's refusal is a rejection too, and not counted among the items.
        return to_list(Rejection, f"{count:,}", job__id__exact=job.pk)

    @admin.display(description="exit code", ordering="exit_code")
    def exit(self, job: Job) -> SafeString | str:
        name, sentence = exit_meaning(job.exit_code)
        if not name:
            return ""
        return format_html('<abbr title="{}">{} {}</abbr>', sentence, job.exit_code, name)

    @admin.display(description="exit code")
    def exit_whole(self, job: Job) -> str:
        name, sentence = exit_meaning(job.exit_code)
        return f"{job.exit_code} {name}: {sentence}" if name else "-"

    @admin.display(description="arguments")
    def its_arguments(self, job: Job) -> SafeString | str:
        return table(masked(job.arguments or job.given))

    @admin.display(description="Scrapy settings")
    def scrapy_settings(self, job: Job) -> SafeString | str:
        return table(masked(job.settings))

    @admin.display(description="asked for by")
    def asked_by(self, job: Job) -> SafeString | str:
        run = job.scheduled.select_related("schedule").first()
        return to_row(run.schedule) if run else job.get_origin_display()

    @admin.display(description="node", empty_value="none")
    def of_node(self, job: Job) -> SafeString | str | None:
        return to_row(job.node) or None

    @admin.display(description="its last words")
    def last_words(self, job: Job) -> SafeString | str:
        return block(visible(job.error))

    @admin.display(description="progress")
    def progress(self, job: Job) -> str:
        return progress(job)

    @admin.display(description="URLs")
    def fates(self, job: Job) -> SafeString | str:
        return url_counts(job)

    @admin.display(description="rows last changed by it")
    def rows(self, job: Job) -> SafeString | str:
        return pointing_rows(job, hidden=True)

    @admin.display(description="what it noted")
    def notes(self, job: Job) -> SafeString | str:
        return pointing_rows(job, hidden=False)

    @admin.display(description="as counted")
    def statistics(self, job: Job) -> SafeString | str:
        return table(job.stats)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return deleted_with(objs, request, self.admin_site)
