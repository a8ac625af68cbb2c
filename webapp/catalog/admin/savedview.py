"""Saved views in the admin: who keeps what, and letting go of it."""

from django.contrib import admin

from webapp.catalog.models import SavedView
from webapp.crawls.admin.bigtable import BigTableAdmin


@admin.register(SavedView)
class SavedViewAdmin(BigTableAdmin[SavedView]):
    list_display = ("name", "kind", "owner", "shared", "created")
    list_filter = ("shared",)
    list_select_related = ("owner",)
    search_fields = ("name", "kind", "owner__username")
    autocomplete_fields = ("owner",)
    readonly_fields = ("created",)
