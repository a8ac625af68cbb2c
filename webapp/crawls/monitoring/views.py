"""/healthz and /metrics."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from webapp.crawls.monitoring.access import may_monitor
from webapp.crawls.monitoring.collector import TableCollector

View = Callable[[HttpRequest], HttpResponse]
REFUSED = "Only for this machine, or with the METRICS_TOKEN: Authorization: Bearer …\n"


def _for_monitors(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not may_monitor(request):
            return HttpResponse(REFUSED, status=403, content_type="text/plain; charset=utf-8")
        try:
            return view(request)
        except DatabaseError as error:
            said = {"status": "failed", "database": type(error).__name__}
            return JsonResponse(said, status=503)

    # A monitor logs in nowhere: it brings a token, or asks from this machine.
    return login_not_required(never_cache(require_safe(guarded)))


@_for_monitors
def healthz(request: HttpRequest) -> HttpResponse:
    """Say whether the site can do its work: 200, or 503 if the database does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "database": "ok"})


@_for_monitors
def metrics(request: HttpRequest) -> HttpResponse:
    """Give all figures in Prometheus's text format."""
    registry = CollectorRegistry()
    registry.register(TableCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
