"""Charts of a view: a page with the drawing and its table, and its figures as CSV and JSON."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from webapp.catalog.access import for_readers, may_view, need_view
from webapp.catalog.browse.addresses import list_url
from webapp.catalog.browse.facet import spoken
from webapp.catalog.browse.kind import Kind, browsable
from webapp.catalog.browse.view import View
from webapp.catalog.exports.flat import safe
from webapp.catalog.exports.strict import dumps, strict
from webapp.charts.answer import Answer
from webapp.charts.cells import narrowed
from webapp.charts.chart import Chart, Shape
from webapp.charts.figure import Figure
from webapp.charts.jobchart import TIMELINE, chosen_jobs
from webapp.charts.kindcharts import chart_of, charts_of
from webapp.crawls.models import Job


@dataclass(frozen=True)
class Asked:
    """A chart, the rows it is asked about, and the addresses around it."""

    chart: Chart
    rows: Any
    query: str
    back: str
    back_name: str
    # The address of what a row of the table counts.
    leads: Callable[[Any], str]
    csv: str
    json: str


@require_safe
@for_readers
def overview(request: HttpRequest) -> HttpResponse:
    """List the charts of every kind that may be seen."""
    seen = [kind for kind in browsable() if may_view(request, kind.model)]
    groups = [(kind, _charts(kind)) for kind in seen]
    jobs = TIMELINE if may_view(request, Job) else None
    return render(request, "charts/overview.html", {"groups": groups, "jobs": jobs})


@require_safe
@for_readers
def charts_of_view(request: HttpRequest, kind: Kind) -> HttpResponse:
    """List the charts of a view."""
    need_view(request, kind.model)
    view = View.from_query(kind.model, request.GET).change()
    context = {"kind": kind, "view": view, "chosen": _chosen(view), "query": _query(view)}
    return render(request, "charts/view.html", context | {"charts": _charts(kind)})


@require_safe
@for_readers
def kind_chart(request: HttpRequest, kind: Kind, name: str, form: str = "page") -> HttpResponse:
    """Answer one question about a view of a kind."""
    need_view(request, kind.model)
    chart = chart_of(kind.model, name)
    if chart is None:
        raise Http404(f"{kind.plural} have no chart “{name[:60]}”.")
    view = View.from_query(kind.model, request.GET).change()
    asked = Asked(
        chart=chart,
        rows=view.queryset(),
        query=_query(view),
        back=list_url(kind.model),
        back_name=kind.plural,
        leads=lambda chosen: list_url(kind.model, narrowed(view, chosen).query()),
        csv=reverse("chart-csv", args=[kind, chart.name]),
        json=reverse("chart-json", args=[kind, chart.name]),
    )
    context = {"view": view, "kind": kind, "chosen": _chosen(view), "others": _charts(kind)}
    return _answer(request, asked, form, context)


def _charts(kind: Kind) -> list[Chart]:
    return list(charts_of(kind.model).values())


def _query(view: View) -> str:
    query = view.query()
    return "" if query == "?" else query


def _chosen(view: View) -> list[str]:
    words = [f"“{view.words}”"] if view.words else []
    return words + [f"{each.column.label}: {spoken(each)}" for each in view.filters]


@require_safe
@for_readers
def job_chart(request: HttpRequest, form: str = "page") -> HttpResponse:
    """Show when which spider ran."""
    need_view(request, Job)
    rows, chosen = chosen_jobs(request.GET)
    asked = Asked(
        chart=TIMELINE,
        rows=rows,
        query=f"?{chosen.urlencode()}" if chosen else "",
        back=reverse("jobs"),
        back_name="Jobs",
        leads=lambda pk: reverse("job", args=[pk]),
        csv=reverse("chart-of-jobs-csv"),
        json=reverse("chart-of-jobs-json"),
    )
    said = [f"{name}: {value}" for name, value in chosen.items()]
    return _answer(request, asked, form, {"chosen": said})


def _answer(request: HttpRequest, asked: Asked, form: str, extra: dict[str, Any]) -> HttpResponse:
    chart = asked.chart
    answer = chart.read(asked.rows)
    if form == "csv":
        return _csv(chart, answer)
    if form == "json":
        return _json(chart, answer)
    files = f"{asked.csv}{asked.query}", f"{asked.json}{asked.query}"
    figure = Figure("chart", chart, answer, *files, asked.leads)
    context = {"asked": asked, "chart": chart, "answer": answer, "figure": figure}
    if chart.beside:
        context["beside"] = chart.beside, chart.beside.read(asked.rows)
    return render(request, "charts/chart.html", context | extra)


def _csv(chart: Chart, answer: Answer) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{chart.name}.csv"'
    writer = csv.writer(response)
    writer.writerow(answer.columns)
    writer.writerows([safe(value) for value in row] for row in answer.rows)
    return response


def _json(chart: Chart, answer: Answer) -> HttpResponse:
    said = {"name": chart.name, "title": chart.title, "text": chart.text, "label": chart.label}
    figures = {"notes": answer.notes, "columns": answer.columns, "rows": strict(answer.rows)}
    more = answer.matrix if chart.shape is Shape.CHORD else {}
    return HttpResponse(dumps(said | figures | more), content_type="application/json")
