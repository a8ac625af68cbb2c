"""Rules: what raises an alert, and who is told."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from webapp.crawls.admin.bigtable import BigTableAdmin
from webapp.crawls.admin.text import short
from webapp.crawls.models import Rule


@admin.register(Rule)
class RuleAdmin(BigTableAdmin[Rule]):
    list_display = ("title", "check_for", "limit", "about", "enabled", "muted")
    list_filter = ("enabled", "check_for")
    autocomplete_fields = ("channels",)
    search_fields = ("name", "spider")
    search_help_text = "Name or spider"
    sortable_by = ()
    actions = ("mute_for_an_hour", "mute_for_a_day", "unmute")
    fieldsets: ClassVar = (
        (None, {"fields": ("name", "enabled", "check_for", "limit", "spider")}),
        ("Compared with what is usual", {"fields": ("jobs",)}),
        ("For the check of fields", {"fields": ("kind", "field")}),
        ("For the check of queues", {"fields": ("queue",)}),
        ("Who is told", {"fields": ("channels", "muted_until")}),
    )

    @admin.display(description="name")
    def title(self, rule: Rule) -> str:
        return short(rule.name, 60)

    @admin.display(description="spider or queue", empty_value="every spider")
    def about(self, rule: Rule) -> str | None:
        subject = rule.queue if rule.check_for == Rule.Check.QUEUE else rule.spider
        return short(subject, 60) or None

    @admin.display(description="muted until")
    def muted(self, rule: Rule) -> datetime | None:
        return rule.muted_until if rule.is_muted(timezone.now()) else None

    def has_mute_permission(self, request: HttpRequest) -> bool:
        """Say whether a person may mute: who may change rules."""
        return request.user.has_perm("crawls.change_rule")

    @admin.action(description="Mute for an hour", permissions=["mute"])
    def mute_for_an_hour(self, request: HttpRequest, rules: QuerySet[Rule]) -> None:
        self._mute(request, rules, timezone.now() + timedelta(hours=1), "Muted for an hour.")

    @admin.action(description="Mute for a day", permissions=["mute"])
    def mute_for_a_day(self, request: HttpRequest, rules: QuerySet[Rule]) -> None:
        self._mute(request, rules, timezone.now() + timedelta(days=1), "Muted for a day.")

    @admin.action(description="Unmute", permissions=["mute"])
    def unmute(self, request: HttpRequest, rules: QuerySet[Rule]) -> None:
        self._mute(request, rules, None, "Unmuted.")

    def _mute(
        self, request: HttpRequest, rules: QuerySet[Rule], until: datetime | None, said: str
    ) -> None:
        for rule in rules:
            self.log_change(request, rule, said)
        count = rules.update(muted_until=until)
        self.message_user(request, f"{count} rules: {said.lower()}")
