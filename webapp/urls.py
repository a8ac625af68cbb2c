"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from webapp.catalog.views import home

urlpatterns = [
    path("", home, name="home"),
    path("admin/", admin.site.urls),
    path("", include("webapp.accounts.urls")),
]
