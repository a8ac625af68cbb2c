"""The kinds there are."""

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Router

from webapp.accounts.models import Scope
from webapp.catalog.access import may_view, need_view
from webapp.catalog.api.auth import need_scope
from webapp.catalog.api.filters import filters_of
from webapp.catalog.api.schemas import PROBLEMS, FieldOut, KindOut
from webapp.catalog.browse.addresses import list_url
from webapp.catalog.browse.column import Column
from webapp.catalog.browse.kind import Kind, browsable, kind_called, kind_of
from webapp.catalog.kinds import kinds

router = Router(tags=["kinds"])


def kind_or_404(request: HttpRequest, slug: str) -> Kind:
    """Return a kind that may be seen."""
    kind = kind_called(slug)
    if kind is None:
        raise Http404(f"There is no kind “{slug[:60]}”.")
    need_view(request, kind.model)
    return kind


@router.get("kinds", response={200: list[KindOut], **PROBLEMS}, summary="The kinds there are")
def list_kinds(request: HttpRequest) -> list[KindOut]:
    """Name every kind with its columns, and the parameters that choose rows by them."""
    need_scope(request, Scope.ITEMS)
    return [_described(kind) for kind in browsable() if may_view(request, kind.model)]


@router.get("kinds/{kind}", response={200: KindOut, **PROBLEMS}, summary="One kind")
def show_kind(request: HttpRequest, kind: str) -> KindOut:
    """Describe one kind."""
    need_scope(request, Scope.ITEMS)
    return _described(kind_or_404(request, kind))


def _described(kind: Kind) -> KindOut:
    return KindOut(
        kind=kind.slug,
        name=kind.name,
        plural=kind.plural,
        key=kind.key,
        fields=[_field(column) for column in kind.columns.values()],
        items=reverse("api:items", args=[kind.slug]),
        page=list_url(kind.model),
    )


def _field(column: Column) -> FieldOut:
    points = kind_of(column.target).slug if _target_is_kind(column) else None
    return FieldOut(
        name=column.name,
        label=column.label,
        type=column.sort.value,
        help=str(column.field.help_text),
        sortable=column.is_sortable,
        filters=filters_of(column),
        points_at=points,
    )


def _target_is_kind(column: Column) -> bool:
    return column.is_related and column.target in kinds()
