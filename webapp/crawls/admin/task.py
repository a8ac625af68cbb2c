"""Tasks: what workers have to do, and what became of it."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from webapp.crawls.admin.history import HistoryAdmin
from webapp.crawls.admin.text import short
from webapp.crawls.models import Task
from webapp.crawls.outbox import put_back


@admin.register(Task)
class TaskAdmin(HistoryAdmin[Task]):
    list_display = ("title", "of_queue", "shown_state", "attempts", "why", "due")
    list_filter = ("state", "queue")
    search_fields = ("key", "name", "error")
    search_help_text = "Key, name or error"
    sortable_by = ("due",)
    actions = ("again",)
    fieldsets: ClassVar = (
        (None, {"fields": ("key", "name", "arguments", "queue", "every")}),
        ("What became of it", {"fields": ("shown_state", "attempts", "sent", "error")}),
        ("When", {"fields": ("created", "due", "ended")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("shown_state",)

    @admin.display(description="task")
    def title(self, task: Task) -> str:
        return short(task.key, 80)

    @admin.display(description="queue")
    def of_queue(self, task: Task) -> str:
        return task.queue

    @admin.display(description="state")
    def shown_state(self, task: Task) -> SafeString:
        return format_html('<span class="state state-{0}">{0}</span>', task.state)

    @admin.display(description="last error")
    def why(self, task: Task) -> str:
        return short(task.error, 80)

    def has_again_permission(self, request: HttpRequest) -> bool:
        """Say whether a person may have tasks done once more: who may change them."""
        return request.user.has_perm("crawls.change_task")

    @admin.action(description="Begin again what was given up", permissions=["again"])
    def again(self, request: HttpRequest, tasks: QuerySet[Task]) -> None:
        keys = [task.key for task in tasks if task.state == Task.State.FAILED]
        for task in tasks.filter(state=Task.State.FAILED):
            self.log_change(request, task, "Begun again.")
        count = put_back(Task.objects.filter(key__in=keys))
        level = messages.SUCCESS if count else messages.WARNING
        self.message_user(request, f"{count} tasks are begun again.", level)
