"""`/<kind>/<natural key>/`: all that is known of one row."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from webapp.catalog.access import for_readers, need_view
from webapp.catalog.browse.addresses import key_of
from webapp.catalog.browse.kind import Kind


@require_safe
@for_readers
def item(request: HttpRequest, kind: Kind, key: str) -> HttpResponse:
    """Show the row with a natural key."""
    need_view(request, kind.model)
    row = get_object_or_404(kind.model, **{kind.key: key_of(key)})
    return render(request, "catalog/item.html", {"kind": kind, "row": row})


@require_safe
@for_readers
def item_by_number(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """Show the row with a number: for keys that are too long for an address."""
    need_view(request, kind.model)
    row = get_object_or_404(kind.model, pk=pk)
    return render(request, "catalog/item.html", {"kind": kind, "row": row})
