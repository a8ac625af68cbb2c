"""Visits: every URL of a job, and what became of it."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from webapp.crawls.admin.filters.fate import FateFilter
from webapp.crawls.admin.filters.related import JobFilter
from webapp.crawls.admin.history import HistoryAdmin
from webapp.crawls.admin.links import outside, to_list, to_row
from webapp.crawls.admin.text import block, short
from webapp.crawls.fates import meaning
from webapp.crawls.models import Visit
from webapp.crawls.retry import put_back


@admin.register(Visit)
class VisitAdmin(HistoryAdmin[Visit]):
    list_display = (
        "page",
        "shown_state",
        "what",
        "status",
        "items",
        "attempts",
        "took",
        "depth",
        "of_job",
        "last",
    )
    list_reads = ("url",)
    list_filter = (("job", JobFilter), "state", FateFilter)
    list_select_related = ("job",)
    search_fields = ("url", "=fingerprint", "=host")
    search_help_text = "URL, whole host or whole fingerprint"
    sortable_by = ()
    actions = ("retry",)
    fieldsets: ClassVar = (
        (None, {"fields": ("page_whole", "shown_state", "what_whole", "more")}),
        ("The answer", {"fields": ("status", "size", "took", "items")}),
        ("In the crawl", {"fields": ("of_job", "parent_page", "depth", "priority", "host")}),
        ("Tries", {"fields": ("attempts", "deaths", "first", "last")}),
        ("The request", {"fields": ("method", "rest", "fingerprint")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        shown = (
            "page_whole",
            "shown_state",
            "what_whole",
            "more",
            "took",
            "of_job",
            "parent_page",
        )
        return (*shown, "rest")

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Say whether a person may put URLs back: who may change visits."""
        return request.user.has_perm("crawls.change_visit")

    @admin.action(description="Put back those that failed", permissions=["retry"])
    def retry(self, request: HttpRequest, visits: QuerySet[Visit]) -> None:
        count = put_back(visits)
        said = f"{count} URLs are put back. A crawl of their job, -a job=ID, asks for them again."
        self.message_user(request, said, messages.SUCCESS if count else messages.WARNING)

    @admin.display(description="URL")
    def page(self, visit: Visit) -> str:
        return short(visit.url)

    @admin.display(description="URL")
    def page_whole(self, visit: Visit) -> SafeString | str:
        return outside(visit.url, 2000)

    @admin.display(description="state")
    def shown_state(self, visit: Visit) -> SafeString:
        return format_html('<span class="state state-{0}">{0}</span>', visit.state)

    @admin.display(description="fate")
    def what(self, visit: Visit) -> SafeString | str:
        sentence = meaning(visit.fate)
        if not sentence:
            return short(visit.fate, 40)
        return format_html('<abbr title="{}">{}</abbr>', sentence, short(visit.fate, 40))

    @admin.display(description="fate")
    def what_whole(self, visit: Visit) -> str:
        return short(f"{visit.fate}: {meaning(visit.fate)}", 200) if visit.fate else "-"

    @admin.display(description="more about it")
    def more(self, visit: Visit) -> SafeString | str:
        return block(visit.text)

    @admin.display(description="seconds")
    def took(self, visit: Visit) -> str:
        return "" if visit.seconds is None else f"{visit.seconds:.2f}"

    @admin.display(description="job")
    def of_job(self, visit: Visit) -> SafeString | str:
        return to_row(visit.job)

    @admin.display(description="named by")
    def parent_page(self, visit: Visit) -> SafeString | str:
        if not visit.parent:
            return "start()"
        of_job = Visit.objects.filter(job=visit.job_id, fingerprint=visit.parent)
        return to_row(of_job.first()) or to_list(Visit, "a page", q=visit.parent)

    @admin.display(description="rest of the request")
    def rest(self, visit: Visit) -> SafeString | str:
        return block(visit.payload)
