"""Rows of a kind: the same views as on the site, a page at a time."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, QueryDict
from ninja import Path, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from webapp.accounts.models import Scope
from webapp.catalog.api.auth import need_scope
from webapp.catalog.api.following import following
from webapp.catalog.api.routes.kinds import kind_or_404
from webapp.catalog.api.rows import as_json, brief, joined
from webapp.catalog.api.schemas import PROBLEMS, ItemOut, Items
from webapp.catalog.browse.kind import Kind
from webapp.catalog.browse.paging import page_of
from webapp.catalog.browse.view import AFTER, View

router = Router(tags=["items"])
MOST = 100
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


class ItemQuery(Schema):
    """What may be asked besides filters."""

    q: str = Field("", max_length=200, description="Words; each must begin a word of the row.")
    sort: str = Field("", description="A column; with “-” before it, the greatest first.")
    column: list[str] = Field([], description="The columns wanted; all but long ones without.")
    limit: int = Field(50, ge=1, le=MOST, description="Rows of a page.")
    after: str = Field("", description="A place, from “next” of the page before.")


# Which columns there are depends on the kind: `kinds/{kind}` names its parameters.
FILTERS = {
    "name": "filters",
    "in": "query",
    "style": "form",
    "explode": True,
    "description": "Any of the parameters that /api/kinds/{kind} names, such as price__lte=20.",
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
}


@router.get(
    "kinds/{kind}/items",
    response={200: Items, **PROBLEMS},
    url_name="items",
    summary="Rows of a kind",
    openapi_extra={"parameters": [FILTERS]},
)
def list_items(request: HttpRequest, kind: str, query: Query[ItemQuery]) -> dict[str, Any]:
    """Read the rows of a view, a page at a time, as quick deep down as at the top."""
    need_scope(request, Scope.ITEMS)
    known = kind_or_404(request, kind)
    view = _view(known, request.GET)
    columns = view.columns if query.column else brief(known)
    assert view.order is not None
    rows = joined(known, view.queryset(), [*columns, view.order.column])
    page = page_of(rows, view.order, view.cursor, query.limit)
    return {
        "items": [as_json(known, row, columns) for row in page.rows],
        "next": following(request, after=page.next.text) if page.next else None,
    }


@router.get("kinds/{kind}/items/{number}", response={200: ItemOut, **PROBLEMS}, summary="One row")
def show_item(request: HttpRequest, kind: str, number: Number) -> dict[str, Any]:
    """Read one row whole, long texts too. To find it by its key, filter by the key."""
    need_scope(request, Scope.ITEMS)
    known = kind_or_404(request, kind)
    columns = list(known.columns.values())
    row = joined(known, known.model._default_manager.all(), columns).filter(pk=number).first()
    if row is None:
        raise Http404(f"{known.plural} have no row {number}.")
    return as_json(known, row, columns)


def _view(kind: Kind, query: QueryDict) -> View:
    """Read the view; a program must not take other rows for those that it asked for."""
    asked = query.copy()
    asked.pop("limit", None)
    view = View.from_query(kind.model, asked)
    if query.get(AFTER) and view.cursor is None:
        raise HttpError(404, "This place in the list is none: take it from “next”.")
    if view.problems:
        raise HttpError(422, " ".join(view.problems).replace(" It was left out.", ""))
    return view
