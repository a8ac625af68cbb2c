"""`/<kind>/`: the rows of a kind, as the address says."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from webapp.catalog.access import for_readers, need_view
from webapp.catalog.browse.cells import row_cells
from webapp.catalog.browse.column import Column
from webapp.catalog.browse.facet import spoken
from webapp.catalog.browse.kind import Kind
from webapp.catalog.browse.listing import Listing
from webapp.catalog.browse.order import Order
from webapp.catalog.browse.view import View
from webapp.catalog.exports.formats import FORMATS


@require_safe
@for_readers
def list_page(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Show a page of a view: table, facets, column picker, exports."""
    need_view(request, kind.model)
    listing = Listing(View.from_query(kind.model, request.GET))
    return render(request, "catalog/list.html", _context(listing))


def _context(listing: Listing) -> dict[str, Any]:
    view = listing.kept
    page = listing.page
    return {
        "kind": view.kind,
        "view": view,
        "listing": listing,
        "problems": listing.problems,
        "headings": [_heading(listing, column) for column in view.columns],
        "rows": [row_cells(view.columns, row) for row in page.rows],
        "chips": _chips(view),
        "facets": [facet for facet in listing.facets if facet.is_open],
        "previous": page.previous and view.query(cursor=page.previous),
        "next": page.next and view.query(cursor=page.next),
        "first": view.query(cursor=None),
        "picker": [(column, column in view.columns) for column in view.kind.columns.values()],
        "picker_kept": [pair for pair in view.change().pairs() if pair[0] != "column"],
        "search_kept": [pair for pair in view.change().pairs() if pair[0] != "q"],
        "exports": [
            (ending, reverse("export", args=[view.kind, ending]) + view.change().query())
            for ending in FORMATS
        ],
    }


def _heading(listing: Listing, column: Column) -> dict[str, Any]:
    """Describe a column's head: its link turns the order round if it is the order's already."""
    order = listing.order
    is_order = order.column == column
    turned = order.reversed if is_order else Order(column)
    state = ("descending" if order.descending else "ascending") if is_order else ""
    link = listing.kept.query(order=turned) if listing.is_sortable(column) else ""
    return {"column": column, "state": state, "link": link}


def _chips(view: View) -> list[tuple[str, str]]:
    found = [(f"“{view.words}”", view.query(words=""))] if view.words else []
    return found + [
        (f"{each.column.label}: {spoken(each)}", view.with_filter(each.parameter).query())
        for each in view.filters
    ]
