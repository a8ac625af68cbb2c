"""Saved views: keeping one, coming back to it, letting it go."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from webapp.catalog.access import for_readers, may_view, need_view
from webapp.catalog.browse.addresses import list_url
from webapp.catalog.browse.kind import Kind, kind_labelled
from webapp.catalog.browse.view import View
from webapp.catalog.models import SavedView

MOST = 500
WRONG = "A view needs a name of at most 100 characters, and an address of at most 4,000."


class SavedViewForm(forms.ModelForm[SavedView]):
    """A name, and who sees it."""

    class Meta:
        model = SavedView
        fields = ("name", "shared")


@require_safe
@for_readers
def saved_views(request: HttpRequest) -> HttpResponse:
    """List one's own views, and those that others share."""
    seen = Q(shared=True) | Q(owner=request.user.pk)
    found = SavedView.objects.filter(seen).select_related("owner")[:MOST]
    shown = [line for each in found if (line := _line(request, each))]
    return render(request, "catalog/saved_views.html", {"lines": shown, "most": MOST})


def _line(request: HttpRequest, saved: SavedView) -> dict[str, Any] | None:
    """Describe a view, if its kind is still there and may be seen."""
    kind = kind_labelled(saved.kind)
    if kind is None or not may_view(request, kind.model):
        return None
    query = View.from_query(kind.model, QueryDict(saved.query)).query()
    mine = saved.owner_id == request.user.pk
    return {
        "saved": saved,
        "kind": kind,
        "address": list_url(kind.model, query),
        "feed": reverse("feed", args=[kind]) + query,
        "mine": mine,
    }


@require_POST
@login_required
def save_view(request: HttpRequest, kind: Kind) -> HttpResponseRedirect:
    """Keep the view of the address under a name; under a name that is kept already, instead."""
    need_view(request, kind.model)
    query = View.from_query(kind.model, request.GET).change().query()
    form = SavedViewForm(request.POST)
    if not form.is_valid() or len(query) > SavedView.LONGEST:
        messages.error(request, WRONG)
        return redirect(list_url(kind.model, query))
    values = {"query": query.removeprefix("?"), "shared": form.cleaned_data["shared"]}
    named = {"owner": request.user, "kind": kind.label, "name": form.cleaned_data["name"]}
    SavedView.objects.update_or_create(**named, defaults=values)
    messages.success(request, f"This view is kept as “{form.cleaned_data['name']}”.")
    return redirect(list_url(kind.model, query))


@require_POST
@login_required
def forget_view(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Let a view of one's own go."""
    deleted, _ = SavedView.objects.filter(pk=pk, owner=request.user.pk).delete()
    if not deleted:
        raise Http404("You have no such view.")
    return redirect("saved-views")
