"""Schedules: what runs again and again, and when next."""

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from webapp.crawls.admin.bigtable import BigTableAdmin
from webapp.crawls.admin.forms.schedule import TIMES, ScheduleForm
from webapp.crawls.admin.links import to_list
from webapp.crawls.admin.tables import table
from webapp.crawls.admin.text import short
from webapp.crawls.models import Schedule, ScheduledRun
from webapp.crawls.rhythm import Rhythm
from webapp.crawls.runnable import spider_of
from webapp.crawls.secrets import masked

TIMING = {"cron", "every", "unit", "time_zone", "begins", "jitter", "enabled"}


def spoken_times(rhythm: Rhythm, after: datetime) -> list[str]:
    """Return the next times as a person there reads them, and in UTC."""
    zone = ZoneInfo(rhythm.zone if rhythm.cron else "UTC")
    return [_spoken(time, start, zone) for time, start in rhythm.starts(after, TIMES)]


def _spoken(time: datetime, start: datetime, zone: ZoneInfo) -> str:
    there = time.astimezone(zone)
    text = f"{there:%a %d %b %Y, %H:%M:%S} {there:%Z}"
    if there.utcoffset():
        text += f" ({time:%H:%M:%S} UTC)"
    late = (start - time).total_seconds()
    return f"{text}, {late:.0f} s later by jitter" if late else text


@admin.register(Schedule)
class ScheduleAdmin(BigTableAdmin[Schedule]):
    form = ScheduleForm
    list_display = ("called", "enabled", "of_spider", "rhythm", "next_due", "history")
    list_filter = ("enabled",)
    search_fields = ("name", "=spider", "=project")
    search_help_text = "Name, whole spider or whole project"
    sortable_by = ()
    actions = ("switch_on", "switch_off")
    fieldsets: ClassVar = (
        (None, {"fields": ("name", "enabled")}),
        (
            "What",
            {"fields": ("project", "spider", "egg_version", "arguments", "settings", "priority")},
        ),
        (
            "When",
            {"fields": ("cron", "time_zone", ("every", "unit"), "begins", "jitter", "times")},
        ),
        ("Rules", {"fields": ("overlap", "catch_up", "catch_up_most")}),
        ("What became of it", {"fields": ("history",)}),
    )

    class Media:
        css: ClassVar = {"all": ("spidersilk/operating.css",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("times", "history", "its_arguments", "its_settings")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        parts: Any = self.fieldsets if obj else self.fieldsets[:-1]
        if obj is None or self.has_change_permission(request, obj):
            return parts
        # Whoever may only look sees no secrets.
        what = ("project", "spider", "egg_version", "its_arguments", "its_settings", "priority")
        return [(name, {"fields": what} if name == "What" else part) for name, part in parts]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        names = ("project", "spider", "egg_version")
        initial: dict[str, Any] = {
            name: request.GET[name] for name in names if name in request.GET
        }
        if not {"project", "spider"} <= set(initial):
            return initial
        spider = spider_of(initial["project"], initial["spider"], initial.get("egg_version", ""))
        asked = spider.arguments if spider else []
        needed = [str(each.get("name")) for each in asked if each.get("required")]
        return initial | {"arguments": dict.fromkeys(needed, "")}

    def save_model(self, request: HttpRequest, obj: Schedule, form: Any, change: bool) -> None:
        if not change or TIMING & set(form.changed_data):
            obj.plan(timezone.now())
        super().save_model(request, obj, form, change)

    @admin.action(description="Switch on", permissions=["change"])
    def switch_on(self, request: HttpRequest, schedules: QuerySet[Schedule]) -> None:
        self._switch(request, schedules, enabled=True)

    @admin.action(description="Switch off", permissions=["change"])
    def switch_off(self, request: HttpRequest, schedules: QuerySet[Schedule]) -> None:
        self._switch(request, schedules, enabled=False)

    def _switch(self, request: HttpRequest, schedules: Any, *, enabled: bool) -> None:
        said = "Switched on" if enabled else "Switched off"
        changed = list(schedules.filter(enabled=not enabled))
        for schedule in changed:
            schedule.enabled = enabled
            # What was due while it was off was not missed.
            schedule.plan(timezone.now())
            schedule.save(update_fields=["enabled", "next_time", "next_due"])
            self.log_change(request, schedule, f"{said}.")
        level = messages.SUCCESS if changed else messages.WARNING
        self.message_user(request, f"{said}: {len(changed)}.", level)

    def get_urls(self) -> list[Any]:
        own = self.admin_site.admin_view(self.times_of_a_form)
        return [path("times/", own, name="crawls_schedule_times"), *super().get_urls()]

    def times_of_a_form(self, request: HttpRequest) -> JsonResponse:
        """Answer with the next times of what is filled in so far; nothing is saved."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        form = self.get_form(request)(request.GET)
        form.is_valid()
        wrong = [text for name in sorted(TIMING) for text in map(str, form.errors.get(name, []))]
        if wrong:
            return JsonResponse({"error": " ".join(wrong)})
        return JsonResponse({"times": spoken_times(form.instance.rhythm, timezone.now())})

    @admin.display(description="name", ordering="name")
    def called(self, schedule: Schedule) -> str:
        return short(schedule.name)

    @admin.display(description="spider")
    def of_spider(self, schedule: Schedule) -> str:
        return short(f"{schedule.spider} ({schedule.project})", 80)

    @admin.display(description="rhythm")
    def rhythm(self, schedule: Schedule) -> str:
        if schedule.cron:
            return short(f"{schedule.cron} {schedule.time_zone}")
        return f"every {schedule.every} {schedule.unit}"

    @admin.display(description="next five times")
    def times(self, schedule: Schedule) -> SafeString:
        lines = spoken_times(schedule.rhythm, timezone.now()) if schedule.pk else []
        items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
        return format_html('<ol class="times">{}</ol>', items)

    @admin.display(description="arguments")
    def its_arguments(self, schedule: Schedule) -> SafeString | str:
        return table(masked(schedule.arguments))

    @admin.display(description="settings")
    def its_settings(self, schedule: Schedule) -> SafeString | str:
        return table(masked(schedule.settings))

    @admin.display(description="runs")
    def history(self, schedule: Schedule) -> SafeString:
        return to_list(ScheduledRun, "its runs", schedule__id__exact=schedule.pk)
