"""`/<kind>/<natural key>/`: all that is known of one row."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from webapp.catalog.access import for_readers, may_view, need_view
from webapp.catalog.browse.addresses import key_of, row_url
from webapp.catalog.browse.column import Sort
from webapp.catalog.browse.kind import Kind
from webapp.catalog.browse.panels import panels_of
from webapp.catalog.browse.pointing import pointing_at
from webapp.catalog.browse.whole import whole_values
from webapp.catalog.history.sighting import Sightings, sightings
from webapp.catalog.history.timeline import SHOWN, changes_of, moments, series
from webapp.catalog.models import Change
from webapp.crawls.models import Job


@require_safe
@for_readers
def item(request: HttpRequest, kind: Kind, key: str) -> HttpResponse:
    """Show the row with a natural key."""
    need_view(request, kind.model)
    return _page(request, kind, get_object_or_404(_rows(kind), **{kind.key: key_of(key)}))


@require_safe
@for_readers
def item_by_number(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """Show the row with a number: for keys that are too long for an address."""
    need_view(request, kind.model)
    return _page(request, kind, get_object_or_404(_rows(kind), pk=pk))


def _rows(kind: Kind) -> models.QuerySet[Any]:
    """Join what a row names; a job's statistics are long and not shown here."""
    joined = [c.name for c in kind.columns.values() if c.sort is Sort.RELATION]
    rows: models.QuerySet[Any] = kind.model._default_manager.select_related(*joined)
    return rows.defer("job__stats") if "job" in joined else rows


def _page(request: HttpRequest, kind: Kind, row: Any) -> HttpResponse:
    context = {
        "kind": kind,
        "row": row,
        "values": whole_values(kind, row),
        "pointing": [p for p in pointing_at(kind, row) if may_view(request, p.kind.model)],
        "panels": panels_of(request, kind, row),
        "address": row_url(row),
        "permalink": request.build_absolute_uri(row_url(row)),
    }
    if "job" in kind.columns:
        seen = sightings(row) if may_view(request, Job) else Sightings([])
        context |= {"sightings": seen} | _history(request, kind, row)
    return render(request, "catalog/item.html", context)


def _history(request: HttpRequest, kind: Kind, row: Any) -> dict[str, Any]:
    if not may_view(request, Change):
        return {}
    before = request.GET.get("before", "")
    older_than = int(before) if before.isdecimal() and len(before) < len(str(2**63)) else None
    changes = changes_of(kind, row, older_than)
    return {
        "moments": moments(kind, changes),
        "series": series(kind, row, changes),
        "older": changes[SHOWN - 1].pk if len(changes) > SHOWN else None,
        "is_part": older_than is not None,
    }
