"""The frontier, host by host: what waits, who has it, how fast it goes."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Min, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from webapp.crawls.admin.changelist import LeanChangeList
from webapp.crawls.admin.duration import spoken
from webapp.crawls.admin.filters.related import JobFilter
from webapp.crawls.admin.history import HistoryAdmin
from webapp.crawls.admin.links import to_list, to_row
from webapp.crawls.admin.text import short
from webapp.crawls.models import HostLease, Visit
from webapp.crawls.models.visit import moment_of


class FrontierChangeList(LeanChangeList):
    """Counts what is open, for the hosts of one page and in one query."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        add_open(list(self.result_list))


def add_open(leases: list[HostLease]) -> None:
    """Give leases the counts `pending` and `leased`, and the `oldest` pending request."""
    wanted = Q(job__in={each.job_id for each in leases}, host__in={each.host for each in leases})
    rows = Visit.objects.filter(wanted, state__in=Visit.OPEN).order_by()
    found = {
        (job, host, state): (count, rank)
        for job, host, state, count, rank in rows.values_list("job", "host", "state").annotate(
            n=Count("pk"), oldest=Min("rank")
        )
    }
    for each in leases:
        key = (each.job_id, each.host)
        pending, rank = found.get((*key, Visit.State.PENDING), (0, None))
        leased, _ = found.get((*key, Visit.State.LEASED), (0, None))
        oldest = None if rank is None else moment_of(rank)
        vars(each).update(pending=pending, leased=leased, oldest=oldest)


@admin.register(HostLease)
class HostLeaseAdmin(HistoryAdmin[HostLease]):
    list_display = (
        "name",
        "of_job",
        "owner",
        "pending",
        "leased",
        "done",
        "failures",
        "refused",
        "waits",
        "rate",
        "pace",
        "next_allowed",
    )
    list_filter = (("job", JobFilter),)
    list_select_related = ("job", "worker")
    raw_id_fields = ("worker",)
    search_fields = ("host",)
    search_help_text = "Host"
    sortable_by = ()
    ordering = ("-job", "host")
    fieldsets: ClassVar = (
        (None, {"fields": ("name", "of_job", "owner")}),
        ("Requests", {"fields": ("pending", "leased", "done", "failures", "refused", "oldest")}),
        ("Pace", {"fields": ("rate", "pace", "next_at", "began", "latest")}),
    )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[FrontierChangeList]:
        return FrontierChangeList

    def get_object(self, *args: Any, **kwargs: Any) -> HostLease | None:
        found = super().get_object(*args, **kwargs)
        if found is not None:
            add_open([found])
        return found

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        shown = ("name", "of_job", "owner", "pending", "leased", "failures", "oldest")
        return (*shown, "rate", "pace")

    @admin.display(description="host")
    def name(self, lease: HostLease) -> str:
        return short(lease.host, 60)

    @admin.display(description="job")
    def of_job(self, lease: HostLease) -> SafeString | str:
        return to_row(lease.job)

    @admin.display(description="pending")
    def pending(self, lease: Any) -> int:
        count: int = lease.pending
        return count

    @admin.display(description="leased")
    def leased(self, lease: Any) -> int:
        count: int = lease.leased
        return count

    @admin.display(description="failed")
    def failures(self, lease: HostLease) -> SafeString | str:
        query = {"job__id__exact": lease.job_id, "state__exact": "failed", "q": lease.host}
        return to_list(Visit, f"{lease.failed:,}", **query) if lease.failed else "0"

    @admin.display(description="oldest waits")
    def waits(self, lease: Any) -> str:
        return "" if lease.oldest is None else spoken(timezone.now() - lease.oldest)

    @admin.display(description="next allowed")
    def next_allowed(self, lease: HostLease) -> str:
        if lease.next_at is None or lease.next_at <= timezone.now():
            return "now"
        return f"in {spoken(lease.next_at - timezone.now())}"

    @admin.display(description="oldest pending")
    def oldest(self, lease: Any) -> datetime | None:
        found: datetime | None = lease.oldest
        return found

    @admin.display(description="pages/min")
    def rate(self, lease: HostLease) -> str:
        if lease.began is None or lease.latest is None:
            return ""
        minutes = (lease.latest - lease.began).total_seconds() / 60
        return f"{(lease.done + lease.failed) / minutes:,.0f}" if minutes else ""

    @admin.display(description="owner", empty_value="nobody")
    def owner(self, lease: HostLease) -> str | None:
        return None if lease.worker is None else short(str(lease.worker), 60)

    @admin.display(description="delay, s")
    def pace(self, lease: HostLease) -> str:
        return f"{lease.delay:g}"
