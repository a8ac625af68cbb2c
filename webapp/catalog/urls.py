"""Addresses of saved views, feeds and the API."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path

from webapp.catalog.api.site import api
from webapp.catalog.views.apidocs import api_docs
from webapp.catalog.views.feed import feed
from webapp.catalog.views.saved import forget_view, save_view, saved_views


def _asking_itself() -> tuple[list[Any], str, str]:
    """Take the door away from the API's addresses: programs bring a token instead of a login."""
    patterns, app, namespace = api.urls
    for each in patterns:
        if isinstance(each, URLPattern):
            each.callback = login_not_required(each.callback)
    return patterns, app, namespace


urlpatterns = [
    path("views/", saved_views, name="saved-views"),
    path("views/save/<kind:kind>/", save_view, name="save-view"),
    path("views/<int:pk>/forget/", forget_view, name="forget-view"),
    path("feeds/<kind:kind>/", feed, name="feed"),
    path("api/", api_docs, name="api-docs"),
    path("api/", _asking_itself()),
]
