"""Alerts: what is wrong now, and what was."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from webapp.crawls.admin.duration import spoken
from webapp.crawls.admin.filters.date import DateFilter
from webapp.crawls.admin.filters.related import JobFilter, RelatedFilter
from webapp.crawls.admin.history import HistoryAdmin
from webapp.crawls.admin.links import to_row
from webapp.crawls.admin.text import short
from webapp.crawls.models import Alert


@admin.register(Alert)
class AlertAdmin(HistoryAdmin[Alert]):
    list_display = ("about", "shown_state", "what", "of_rule", "of_job", "opened", "lasted")
    list_filter = ("state", ("rule", RelatedFilter), ("job", JobFilter), ("opened", DateFilter))
    list_select_related = ("rule", "job")
    raw_id_fields = ("rule",)
    search_fields = ("subject", "text")
    search_help_text = "Spider, queue, or what is wrong"
    sortable_by = ("opened",)
    fieldsets: ClassVar = (
        (None, {"fields": ("about", "shown_state", "what_whole", "of_rule", "of_job")}),
        ("When", {"fields": ("opened", "resolved", "lasted")}),
        ("Who was told", {"fields": ("told",)}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("about", "shown_state", "what_whole", "of_rule", "of_job", "lasted", "told")

    @admin.display(description="spider or queue")
    def about(self, alert: Alert) -> str:
        return short(alert.subject, 60)

    @admin.display(description="state")
    def shown_state(self, alert: Alert) -> SafeString:
        return format_html('<span class="state state-{0}">{0}</span>', alert.state)

    @admin.display(description="what is wrong")
    def what(self, alert: Alert) -> str:
        return short(alert.text)

    @admin.display(description="what is wrong")
    def what_whole(self, alert: Alert) -> str:
        return short(alert.text, 500)

    @admin.display(description="rule")
    def of_rule(self, alert: Alert) -> SafeString | str:
        return to_row(alert.rule)

    @admin.display(description="job")
    def of_job(self, alert: Alert) -> SafeString | str:
        return to_row(alert.job)

    @admin.display(description="lasted")
    def lasted(self, alert: Alert) -> str:
        return spoken((alert.resolved or timezone.now()) - alert.opened)

    @admin.display(description="messages")
    def told(self, alert: Alert) -> SafeString | str:
        rows = alert.deliveries.select_related("channel").order_by("pk")
        lines = ((row.event, row.channel.name, row.state, row.error) for row in rows)
        body = format_html_join(
            "", '<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>', lines
        )
        return format_html('<table class="figures">{}</table>', body) if rows else "nobody"
