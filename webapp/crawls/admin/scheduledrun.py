"""Runs of schedules: what became of each time."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from webapp.crawls.admin.filters.related import JobFilter, RelatedFilter
from webapp.crawls.admin.history import HistoryAdmin
from webapp.crawls.admin.links import to_row
from webapp.crawls.admin.text import plain, short
from webapp.crawls.models import ScheduledRun


@admin.register(ScheduledRun)
class ScheduledRunAdmin(HistoryAdmin[ScheduledRun]):
    list_display = ("due", "of_schedule", "what", "of_job", "more")
    list_reads = ("text",)
    list_filter = (("schedule", RelatedFilter), "outcome", ("job", JobFilter))
    list_select_related = ("schedule", "job")
    raw_id_fields = ("schedule",)
    search_fields = ("text", "=schedule__name")
    search_help_text = "What is said, or the schedule's whole name"
    sortable_by = ()
    fieldsets: ClassVar = (
        (None, {"fields": ("of_schedule", "due", "what", "of_job", "all_of_it", "at")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("of_schedule", "what", "of_job", "all_of_it")

    @admin.display(description="schedule")
    def of_schedule(self, run: ScheduledRun) -> SafeString | str:
        return to_row(run.schedule)

    @admin.display(description="what happened")
    def what(self, run: ScheduledRun) -> SafeString:
        return format_html('<span class="state state-{0}">{0}</span>', run.outcome)

    @admin.display(description="job")
    def of_job(self, run: ScheduledRun) -> SafeString | str:
        return to_row(run.job)

    @admin.display(description="more about it")
    def more(self, run: ScheduledRun) -> str:
        return short(run.text)

    @admin.display(description="more about it", empty_value="-")
    def all_of_it(self, run: ScheduledRun) -> str | None:
        return plain(run.text) or None
