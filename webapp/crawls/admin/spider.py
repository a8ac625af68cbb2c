"""Spiders: what can be run, and what it asks for."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from webapp.crawls.admin.history import HistoryAdmin
from webapp.crawls.admin.text import plain, short
from webapp.crawls.models import Spider


@admin.register(Spider)
class SpiderAdmin(HistoryAdmin[Spider]):
    list_display = ("called", "of_project", "of_version", "what", "declares")
    list_reads = ("summary",)
    list_filter = ("declares",)
    search_fields = ("name", "=project", "=version")
    search_help_text = "Name, whole project or whole version"
    sortable_by = ()
    fieldsets: ClassVar = (
        (None, {"fields": ("called", "of_project", "of_version", "what", "run")}),
        ("What it asks for", {"fields": ("declares", "asks")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("called", "of_project", "of_version", "what", "run", "asks")

    @admin.display(description="name", ordering="name")
    def called(self, spider: Spider) -> str:
        return short(spider.name)

    @admin.display(description="project")
    def of_project(self, spider: Spider) -> str:
        return short(spider.project)

    @admin.display(description="version", empty_value="on disk")
    def of_version(self, spider: Spider) -> str | None:
        return short(spider.version) or None

    @admin.display(description="what it does", empty_value="-")
    def what(self, spider: Spider) -> str | None:
        return short(spider.summary, 300) or None

    @admin.display(description="run it")
    def run(self, spider: Spider) -> SafeString:
        query = {"project": spider.project, "spider": spider.name, "version": spider.version}
        address = f"{reverse('admin:crawls_job_run')}?{urlencode(query)}"
        return format_html('<a href="{}">Run…</a>', address)

    @admin.display(description="arguments")
    def asks(self, spider: Spider) -> SafeString | str:
        lines = [(plain(str(each.get("name"))), _said(each)) for each in spider.arguments]
        body = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', lines)
        return format_html('<table class="figures">{}</table>', body) if lines else "none"


def _said(argument: Any) -> str:
    said = [str(argument.get("help") or ""), "needed" if argument.get("required") else ""]
    if argument.get("default") is not None:
        said.append(f"default {argument['default']}")
    return plain("; ".join(filter(None, said)))
