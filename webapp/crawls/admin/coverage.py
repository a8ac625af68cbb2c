"""Field coverage: which fields a job filled, and how that went over the last jobs."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from webapp.crawls.admin.filters.date import DateFilter
from webapp.crawls.admin.filters.kind import KindFilter, kind_name
from webapp.crawls.admin.filters.related import JobFilter
from webapp.crawls.admin.history import HistoryAdmin
from webapp.crawls.admin.links import to_row
from webapp.crawls.admin.sparkline import sparkline
from webapp.crawls.admin.text import plain, short
from webapp.crawls.coverage import earlier
from webapp.crawls.models import Coverage

CHARTED = 30  # jobs
WORST = 3  # fields named in the list


@admin.register(Coverage)
class CoverageAdmin(HistoryAdmin[Coverage]):
    list_display = ("title", "spider", "of_job", "items", "least", "at")
    list_filter = (KindFilter, ("job", JobFilter), ("at", DateFilter))
    list_select_related = ("job",)
    list_reads = ("filled",)
    search_fields = ("job__spider",)
    search_help_text = "Spider"
    sortable_by = ("at",)
    fieldsets: ClassVar = (
        (None, {"fields": ("title", "spider", "of_job", "items", "at")}),
        (f"Fields, and the last {CHARTED} jobs that finished", {"fields": ("chart",)}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("title", "spider", "of_job", "chart")

    @admin.display(description="kind")
    def title(self, row: Coverage) -> str:
        return kind_name(row.kind)

    @admin.display(description="spider")
    def spider(self, row: Coverage) -> str:
        return short(row.job.spider, 60)

    @admin.display(description="job")
    def of_job(self, row: Coverage) -> SafeString | str:
        return to_row(row.job)

    @admin.display(description="filled least")
    def least(self, row: Coverage) -> str:
        fields = sorted(row.filled, key=lambda name: (row.share(name), name))[:WORST]
        return ", ".join(
            f"{short(name, 30)}\N{NO-BREAK SPACE}{row.share(name):.0f}\N{NO-BREAK SPACE}%"
            for name in fields
        )

    @admin.display(description="filled")
    def chart(self, row: Coverage) -> SafeString | str:
        rows = [*reversed(earlier(row, CHARTED - 1)), row]
        lines = ((plain(name), *_line(name, row, rows)) for name in sorted(row.filled))
        body = format_html_join(
            "", '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>', lines
        )
        return format_html('<table class="figures coverage">{}</table>', body) if body else "none"


def _line(name: str, row: Coverage, rows: list[Coverage]) -> tuple[str, SafeString]:
    shares = [each.share(name) for each in rows]
    title = f"{name}: {', '.join(f'{share:.0f}' for share in shares)} %"
    said = f"{row.share(name):.1f} % ({row.filled[name]:,} of {row.items:,})"
    return said, sparkline(shares, plain(title))
