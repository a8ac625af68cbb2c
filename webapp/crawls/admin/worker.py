"""Workers: the processes that crawled for a job."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from webapp.crawls.admin.exits import exit_meaning
from webapp.crawls.admin.filters.related import JobFilter
from webapp.crawls.admin.history import HistoryAdmin
from webapp.crawls.admin.links import to_row
from webapp.crawls.admin.tables import table
from webapp.crawls.models import Worker


@admin.register(Worker)
class WorkerAdmin(HistoryAdmin[Worker]):
    list_display = (
        "started",
        "where",
        "shown_state",
        "of_job",
        "pages",
        "items_created",
        "items_updated",
        "items_unchanged",
        "items_rejected",
        "errors",
        "until",
        "finish_reason",
    )
    list_filter = (("job", JobFilter), "state")
    list_select_related = ("job",)
    search_fields = ("host", "finish_reason")
    search_help_text = "Machine, or finish reason"
    sortable_by = ()
    fieldsets: ClassVar = (
        (None, {"fields": ("where", "shown_state", "exit", "finish_reason", "of_job")}),
        ("Figures", {"fields": Worker.COUNTERS}),
        ("When", {"fields": ("started", "until", "ended")}),
        ("Statistics", {"fields": ("version", "statistics")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("where", "shown_state", "exit", "of_job", "statistics")

    @admin.display(description="machine and process")
    def where(self, worker: Worker) -> str:
        return str(worker)

    @admin.display(description="state")
    def shown_state(self, worker: Worker) -> SafeString:
        return format_html('<span class="state state-{0}">{0}</span>', worker.state)

    @admin.display(description="exit code")
    def exit(self, worker: Worker) -> str:
        name, sentence = exit_meaning(worker.exit_code)
        return f"{worker.exit_code} {name}: {sentence}" if name else "-"

    @admin.display(description="job")
    def of_job(self, worker: Worker) -> SafeString | str:
        return to_row(worker.job)

    @admin.display(description="as counted")
    def statistics(self, worker: Worker) -> SafeString | str:
        return table(worker.stats)
