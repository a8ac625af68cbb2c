"""Addresses of the charts."""

from django.urls import URLPattern, path

from webapp.charts.views import charts_of_view, job_chart, kind_chart, overview

KIND, JOBS = "charts/<kind:kind>/<slug:name>", "charts/jobs/timeline"


def _file(form: str) -> list[URLPattern]:
    return [
        path(f"{JOBS}.{form}", job_chart, {"form": form}, name=f"chart-of-jobs-{form}"),
        path(f"{KIND}.{form}", kind_chart, {"form": form}, name=f"chart-{form}"),
    ]


urlpatterns = [
    path("charts/", overview, name="charts"),
    path("charts/<kind:kind>/", charts_of_view, name="charts-of"),
    path(f"{JOBS}/", job_chart, name="chart-of-jobs"),
    path(f"{KIND}/", kind_chart, name="chart"),
    *_file("csv"),
    *_file("json"),
]
