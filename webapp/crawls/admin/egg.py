"""Eggs: deployed versions, which of them is the default, and why others were refused."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString

from webapp.crawls.admin.changelist import LeanChangeList
from webapp.crawls.admin.history import HistoryAdmin
from webapp.crawls.admin.links import to_list
from webapp.crawls.admin.tables import table
from webapp.crawls.admin.text import block, short
from webapp.crawls.logtext import visible
from webapp.crawls.models import Egg, Spider
from webapp.crawls.rollback import RollbackError, choose


class EggChangeList(LeanChangeList):
    """Finds the defaults for the projects of one page, in one query."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        eggs = list(self.result_list)
        ready = Egg.objects.ready().filter(project__in={egg.project for egg in eggs})
        defaults = dict(ready.values_list("project", "pk"))
        for egg in eggs:
            vars(egg).update(chosen_now=defaults.get(egg.project) == egg.pk)


@admin.register(Egg)
class EggAdmin(HistoryAdmin[Egg]):
    list_display = (
        "called",
        "of_project",
        "shown_state",
        "default",
        "bytes",
        "uploaded",
        "chosen",
    )
    list_filter = ("state",)
    search_fields = ("=project", "version", "=sha256")
    search_help_text = "Version, whole project or whole SHA-256"
    sortable_by = ()
    actions = ("make_default",)
    fieldsets: ClassVar = (
        (None, {"fields": ("called", "of_project", "shown_state", "default", "spiders")}),
        ("Why it was refused", {"fields": ("why",)}),
        ("Its migrations", {"fields": ("its_migrations",)}),
        ("When", {"fields": ("uploaded", "chosen")}),
        ("File", {"fields": ("bytes", "sha256")}),
    )

    class Media:
        css: ClassVar = {"all": ("spidersilk/operating.css",)}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[EggChangeList]:
        return EggChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Egg]:
        return super().get_queryset(request).defer("content")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        shown = ("called", "of_project", "shown_state", "default", "spiders", "why", "bytes")
        return (*shown, "its_migrations")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say whether one may go: those that run are deleted over the API, with what they hold."""
        ready = obj is not None and obj.state == Egg.State.READY
        return not ready and super().has_delete_permission(request, obj)

    def has_choose_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("crawls.choose_egg")

    @admin.action(description="Make it the default (roll back)", permissions=["choose"])
    def make_default(self, request: HttpRequest, eggs: QuerySet[Egg]) -> None:
        for egg in eggs[:10]:
            try:
                choose(egg)
            except RollbackError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.log_change(request, egg, "Made the default.")
                text = f"{egg} is the default: jobs that start now run it."
                self.message_user(request, text, messages.SUCCESS)

    @admin.display(description="version")
    def called(self, egg: Egg) -> str:
        return short(egg.version, 60)

    @admin.display(description="project")
    def of_project(self, egg: Egg) -> str:
        return short(egg.project, 60)

    @admin.display(description="state")
    def shown_state(self, egg: Egg) -> SafeString:
        mark = "failed" if egg.state == Egg.State.REFUSED else egg.state
        return format_html('<span class="state state-{}">{}</span>', mark, egg.state)

    @admin.display(description="default", empty_value="-")
    def default(self, egg: Any) -> SafeString | None:
        known = vars(egg).get("chosen_now")
        is_default = egg.is_default if known is None else known
        return format_html("<strong>{}</strong>", "default") if is_default else None

    @admin.display(description="size")
    def bytes(self, egg: Egg) -> str:
        return filesizeformat(egg.size)

    @admin.display(description="its spiders")
    def spiders(self, egg: Egg) -> SafeString | str:
        found = Spider.objects.filter(project=egg.project, version=egg.version).count()
        return to_list(Spider, str(found), q=egg.version) if found else "none"

    @admin.display(description="last words")
    def why(self, egg: Egg) -> SafeString | str:
        return block(visible(egg.error)) or "-"

    @admin.display(description="the last of each app")
    def its_migrations(self, egg: Egg) -> SafeString | str:
        return table(egg.migrations)
