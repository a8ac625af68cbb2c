"""Jobs by the state that a person should believe."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from webapp.crawls.models import Job


class StateFilter(admin.SimpleListFilter):
    """`running` leaves out those that are lost."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        states = [(state.value, str(state.label)) for state in Job.State]
        return [*states, ("lost", "Lost")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        lost = Job.objects.lost().values("pk")
        match self.value():
            case None:
                return queryset
            case "lost":
                return queryset.filter(pk__in=lost)
            case Job.State.RUNNING:
                return queryset.filter(state=Job.State.RUNNING).exclude(pk__in=lost)
            case state:
                return queryset.filter(state=state)
