"""The site's addresses, and the admin that Django would generate for books and changes."""

from typing import Any, ClassVar

from django.contrib import admin
from django.urls import path

from webapp.catalog.models import Book, Change
from webapp.urls import urlpatterns as ours

generated = admin.AdminSite(name="generated")


@admin.register(Book, site=generated)
class GeneratedBookAdmin(admin.ModelAdmin[Any]):
    """What a tutorial writes."""

    list_display = ("title", "price", "stock", "rating", "category", "changed")
    list_filter = ("category", "rating", "changed")
    search_fields: ClassVar = ["title", "upc", "description"]
    date_hierarchy = "changed"


@admin.register(Change, site=generated)
class GeneratedChangeAdmin(admin.ModelAdmin[Any]):
    """What a tutorial writes."""

    list_display = ("at", "kind", "key", "field", "old", "new", "job")
    list_filter = ("kind", "field", "at")
    search_fields: ClassVar = ["key"]
    date_hierarchy = "at"


urlpatterns = [path("generated/", generated.urls), *ours]
