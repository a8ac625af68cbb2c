"""Addresses of the site."""

from django.contrib import admin
from django.urls import path

from webapp.catalog.views import home
from webapp.crawls.monitoring.views import healthz, metrics

urlpatterns = [
    path("", home, name="home"),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
]
