"""Charts on the page of a row: those of its kind that say something of a single one."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from webapp.catalog.browse.addresses import list_url
from webapp.catalog.browse.kind import Kind
from webapp.catalog.browse.panels import Panel
from webapp.catalog.browse.view import View
from webapp.charts.cells import narrowed
from webapp.charts.facts import facts_of
from webapp.charts.figure import Figure
from webapp.charts.kindcharts import charts_of


def charts_panel(request: HttpRequest, kind: Kind, row: Any) -> Panel | None:
    """Return the charts of a row, as those of the view that shows it alone."""
    rows = kind.model._default_manager.filter(pk=row.pk)
    view = _view(kind, row)

    def leads(chosen: Any) -> str:
        return list_url(kind.model, narrowed(view, chosen).query())

    figures = []
    for chart in charts_of(kind.model).values():
        if not chart.of_row:
            continue
        answer = chart.read(rows)
        csv, json = (
            reverse(f"chart-{form}", args=[kind, chart.name]) + view.query() for form in FORMS
        )
        if answer.rows or answer.notes:
            figures.append(Figure(f"chart-{chart.name}", chart, answer, csv, json, leads))
    facts = facts_of(row)
    if not figures and facts is None:
        return None
    modules = sorted({figure.module for figure in figures})
    context = {"figures": figures, "modules": modules, "query": view.query(), "facts": facts}
    return Panel("charts/panel", context)


FORMS = ("csv", "json")


def _view(kind: Kind, row: Any) -> View:
    """Return the view that shows a row alone."""
    view = View(kind, tuple(kind.shown_first))
    return view.with_filter(kind.key, str(getattr(row, kind.key)))
