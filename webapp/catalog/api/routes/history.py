"""What changed."""

from typing import Annotated, Any

from django.db import models
from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from webapp.accounts.models import Scope
from webapp.catalog.access import need_view
from webapp.catalog.api.auth import need_scope
from webapp.catalog.api.following import following
from webapp.catalog.api.routes.kinds import kind_or_404
from webapp.catalog.api.schemas import PROBLEMS, Changes
from webapp.catalog.browse.kind import Kind, kind_labelled
from webapp.catalog.models import Change

router = Router(tags=["history"])
MOST = 100
BIGGEST = 2**63 - 1
Number = Annotated[int, Path(ge=1, le=BIGGEST)]


class ChangeQuery(Schema):
    """Which changes."""

    field: str = Field("", max_length=100, description="Of one column.")
    limit: int = Field(50, ge=1, le=MOST, description="Changes of a page.")
    before: int = Field(BIGGEST, ge=1, le=BIGGEST, description="Older than the change of this id.")


@router.get("kinds/{kind}/changes", response={200: Changes, **PROBLEMS}, summary="Changes")
def list_changes(request: HttpRequest, kind: str, query: Query[ChangeQuery]) -> dict[str, Any]:
    """Read what crawls found different in a kind, newest first."""
    known = _known(request, kind)
    return _page(request, Change.objects.filter(kind=known.label), query)


@router.get(
    "kinds/{kind}/items/{number}/changes",
    response={200: Changes, **PROBLEMS},
    summary="Changes of one row",
)
def list_changes_of_item(
    request: HttpRequest, kind: str, number: Number, query: Query[ChangeQuery]
) -> dict[str, Any]:
    """Read what crawls found different in one row, which may be gone; newest first."""
    known = _known(request, kind)
    return _page(request, Change.objects.filter(kind=known.label, record_id=number), query)


def _known(request: HttpRequest, slug: str) -> Kind:
    need_scope(request, Scope.HISTORY)
    need_view(request, Change)
    return kind_or_404(request, slug)


def _page(
    request: HttpRequest, changes: models.QuerySet[Change], query: ChangeQuery
) -> dict[str, Any]:
    if query.field:
        changes = changes.filter(field=query.field)
    found = list(changes.filter(pk__lt=query.before).order_by("-pk")[: query.limit + 1])
    shown = found[: query.limit]
    more = len(found) > query.limit
    return {
        "changes": [_described(change) for change in shown],
        "next": following(request, before=shown[-1].pk) if more else None,
    }


def _described(change: Change) -> dict[str, Any]:
    kind = kind_labelled(change.kind)
    return {
        "id": change.pk,
        "kind": kind.slug if kind else None,
        "item": change.record_id,
        "key": change.key,
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "at": change.at,
        "job": change.job_id,
    }
