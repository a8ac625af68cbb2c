"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path, register_converter

from webapp.catalog.browse.addresses import KindConverter
from webapp.catalog.views.export import export
from webapp.catalog.views.home import home
from webapp.catalog.views.item import item, item_by_number
from webapp.catalog.views.jobs import job_page, jobs
from webapp.catalog.views.list import list_page
from webapp.crawls.monitoring.views import healthz, metrics

register_converter(KindConverter, "kind")

urlpatterns = [
    path("", home, name="home"),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("", include("webapp.accounts.urls")),
    path("", include("webapp.charts.urls")),
    path("", include("webapp.catalog.urls")),
    path("jobs/", jobs, name="jobs"),
    path("jobs/<int:pk>/", job_page, name="job"),
    # Last: a kind is called as it likes.
    path("<kind:kind>/", list_page, name="list"),
    path("<kind:kind>.<str:ending>", export, name="export"),
    path("<kind:kind>/<str:key>/", item, name="item"),
    path("<kind:kind>/id/<int:pk>/", item_by_number, name="item-number"),
]
