"""Nodes: which scrapyd processes there are, and how busy they are."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from webapp.crawls.admin.bigtable import BigTableAdmin
from webapp.crawls.admin.changelist import LeanChangeList
from webapp.crawls.admin.links import outside, to_list
from webapp.crawls.admin.text import short
from webapp.crawls.models import Job, Node


class NodeChangeList(LeanChangeList):
    """Counts what runs, for the nodes of one page and in one query."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        add_running(list(self.result_list))


def add_running(nodes: list[Node]) -> None:
    """Give nodes the number of jobs that they run."""
    held = Job.objects.filter(node__in=nodes, state=Job.State.RUNNING).order_by()
    counts = dict(held.values_list("node").annotate(number=Count("pk")))
    for each in nodes:
        vars(each).update(running=counts.get(each.pk, 0))


@admin.register(Node)
class NodeAdmin(BigTableAdmin[Node]):
    list_display = ("called", "state", "busy", "average", "web_address", "version", "until")
    list_filter = ("drained",)
    search_fields = ("name", "host")
    search_help_text = "Name or machine"
    sortable_by = ()
    actions = ("drain", "undrain")
    fieldsets: ClassVar = (
        (None, {"fields": ("called", "state", "drained", "jobs")}),
        ("How busy", {"fields": ("busy", "average")}),
        ("Where", {"fields": ("web_address", "machine", "pid", "code", "on_disk")}),
        ("When", {"fields": ("started", "until")}),
    )

    class Media:
        css: ClassVar = {"all": ("spidersilk/operating.css",)}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[NodeChangeList]:
        return NodeChangeList

    def get_object(self, *args: Any, **kwargs: Any) -> Node | None:
        found = super().get_object(*args, **kwargs)
        if found is not None:
            add_running([found])
        return found

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # The address above all: the site sends its password there.
        shown = ("called", "state", "jobs", "busy", "average", "web_address", "machine", "pid")
        return (*shown, "code", "on_disk", "started", "until")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        lives = obj is not None and obj.is_living
        return not lives and super().has_delete_permission(request, obj)

    @admin.action(description="Drain: take no new jobs", permissions=["change"])
    def drain(self, request: HttpRequest, nodes: QuerySet[Node]) -> None:
        self._set(request, nodes, drained=True)

    @admin.action(description="Take jobs again", permissions=["change"])
    def undrain(self, request: HttpRequest, nodes: QuerySet[Node]) -> None:
        self._set(request, nodes, drained=False)

    def _set(self, request: HttpRequest, nodes: QuerySet[Node], *, drained: bool) -> None:
        said = "Drained." if drained else "Takes jobs again."
        changed = list(nodes.filter(drained=not drained))
        for node in changed:
            Node.objects.filter(pk=node.pk).update(drained=drained)
            self.log_change(request, node, said)
        names = ", ".join(short(node.name, 40) for node in changed[:10]) or "no node was changed"
        level = messages.SUCCESS if changed else messages.WARNING
        self.message_user(request, f"{said[:-1]}: {names}.", level)

    def save_model(self, request: HttpRequest, obj: Node, form: Any, change: bool) -> None:
        # The node itself writes its row each second: only this column is a person's.
        Node.objects.filter(pk=obj.pk).update(drained=obj.drained)

    @admin.display(description="name", ordering="name")
    def called(self, node: Node) -> str:
        return short(node.name, 60)

    @admin.display(description="state")
    def state(self, node: Node) -> SafeString:
        state = "away" if not node.is_living else "drained" if node.drained else "living"
        return format_html('<span class="state state-{0}">{0}</span>', state)

    @admin.display(description="running / capacity")
    def busy(self, node: Any) -> SafeString:
        query = {"node__id__exact": node.pk, "state": "running"}
        return to_list(Job, f"{node.running} / {node.capacity}", **query)

    @admin.display(description="load average")
    def average(self, node: Node) -> str:
        return f"{node.load:.2f}"

    @admin.display(description="jobs")
    def jobs(self, node: Node) -> SafeString:
        return to_list(Job, "all it ran last", node__id__exact=node.pk)

    @admin.display(description="address")
    def web_address(self, node: Node) -> SafeString | str:
        return outside(node.address, 60)

    @admin.display(description="machine")
    def machine(self, node: Node) -> str:
        return short(node.host, 255)

    @admin.display(description="code version")
    def code(self, node: Node) -> str:
        return short(node.version) or "-"

    @admin.display(description="projects on its disk")
    def on_disk(self, node: Node) -> str:
        return short(", ".join(map(str, node.projects)), 500) or "none"
