"""Deliveries: messages about alerts, and whether they came where they should."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from webapp.crawls.admin.filters.related import RelatedFilter
from webapp.crawls.admin.history import HistoryAdmin
from webapp.crawls.admin.links import to_row
from webapp.crawls.admin.text import short
from webapp.crawls.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(HistoryAdmin[Delivery]):
    list_display = ("about", "event", "of_channel", "shown_state", "attempts", "why", "created")
    list_filter = ("state", "event", ("channel", RelatedFilter))
    list_select_related = ("alert__rule", "channel")
    raw_id_fields = ("alert", "channel")
    search_fields = ("alert__subject", "error")
    search_help_text = "Spider or queue, or error"
    sortable_by = ("created",)
    fieldsets: ClassVar = (
        (None, {"fields": ("of_alert", "event", "of_channel", "shown_state")}),
        ("Attempts", {"fields": ("attempts", "error", "created", "delivered")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("of_alert", "of_channel", "shown_state")

    @admin.display(description="alert")
    def about(self, delivery: Delivery) -> str:
        return short(str(delivery.alert))

    @admin.display(description="alert")
    def of_alert(self, delivery: Delivery) -> SafeString | str:
        return to_row(delivery.alert)

    @admin.display(description="channel")
    def of_channel(self, delivery: Delivery) -> SafeString | str:
        return to_row(delivery.channel)

    @admin.display(description="state")
    def shown_state(self, delivery: Delivery) -> SafeString:
        return format_html('<span class="state state-{0}">{0}</span>', delivery.state)

    @admin.display(description="last error")
    def why(self, delivery: Delivery) -> str:
        return short(delivery.error)
