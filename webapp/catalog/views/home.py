"""The first page: what is stored, what changed today, what ran last."""

from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from webapp.catalog.access import for_readers, may_view
from webapp.catalog.browse.counts import Count, counts, totals
from webapp.catalog.browse.kind import Kind, browsable
from webapp.catalog.browse.spark import bars
from webapp.catalog.models import Record
from webapp.crawls.models import Alert, Job

LAST_JOBS = 10
LAST_ALERTS = 5
DAYS = 14
MOST = 2_000  # of a day and kind are counted


@require_safe
@for_readers
def home(request: HttpRequest) -> HttpResponse:
    """Show what is stored and what ran last, as far as the reader may see it."""
    kinds = [kind for kind in browsable() if may_view(request, kind.model)]
    jobs = Job.objects.defer("stats")[:LAST_JOBS] if may_view(request, Job) else None
    shown = _kinds(kinds)
    changed = [each for each in shown if "changed" in each and each["changed"].number]
    context: dict[str, Any] = {"kinds": shown, "changed": changed, "jobs": jobs, "days": DAYS}
    context["open_alerts"] = _alerts(request)
    return render(request, "home.html", context)


def _alerts(request: HttpRequest) -> list[Alert]:
    """Return what is wrong now; on a public site it is not everybody's."""
    user: Any = request.user
    if not user.has_perm("crawls.view_alert"):
        return []
    found = Alert.objects.filter(state=Alert.State.OPEN).select_related("rule")
    return list(found[:LAST_ALERTS])


def _kinds(kinds: list[Kind]) -> list[dict[str, Any]]:
    every = totals([kind.model for kind in kinds])
    dated = [kind for kind in kinds if issubclass(kind.model, Record)]
    news = _news(dated)
    return [
        {"kind": kind, "count": every[kind.model], **news.get(kind.label, {})} for kind in kinds
    ]


def _news(kinds: list[Kind]) -> dict[str, dict[str, Any]]:
    """Count the new rows of each of the last days, and the rows that changed today."""
    today = datetime.combine(timezone.localdate(), time.min, timezone.get_current_timezone())
    days = [today - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    asked = [
        rows
        for kind in kinds
        for rows in (
            *(
                kind.model.objects.filter(
                    first_seen__gte=day, first_seen__lt=day + timedelta(days=1)
                )
                for day in days
            ),
            kind.model.objects.filter(changed__gte=today, first_seen__lt=today),
        )
    ]
    found = iter(counts(asked, MOST))
    result: dict[str, dict[str, Any]] = {}
    for kind in kinds:
        new = [next(found) for _ in days]
        result[kind.label] = {"new": new[-1], "changed": next(found), "spark": _spark(new)}
    return result


def _spark(new: list[Count]) -> Any:
    return bars([count.number for count in new]) if any(count.number for count in new) else None
