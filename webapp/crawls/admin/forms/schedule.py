"""The form of a schedule: what to run, when, and by which rules."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

from django import forms
from django.utils import timezone

from webapp.crawls.admin.forms.lines import SETTING, LinesField
from webapp.crawls.declared import argument_problems
from webapp.crawls.models import Schedule, Spider
from webapp.crawls.rhythm import SHORTEST, zones
from webapp.crawls.runnable import spider_of
from webapp.crawls.secrets import masked, unmasked

FIRST_YEAR, LAST_YEAR = 2000, 2100  # of a beginning
TIMES = 5  # shown before and after saving


class ScheduleForm(forms.ModelForm[Schedule]):
    """Says what is wrong at its field, before anything is saved."""

    time_zone = forms.ChoiceField(
        choices=lambda: [(name, name) for name in zones()],
        initial="UTC",
        help_text="Of the cron expression. An interval is counted in real time.",
    )
    arguments = LinesField(help_text="NAME=value lines, as after -a")
    settings = LinesField(SETTING, help_text="Scrapy settings, as NAME=value lines")

    class Meta:
        model = Schedule
        fields = (
            *("name", "enabled", "project", "spider", "egg_version", "arguments", "settings"),
            *("priority", "cron", "every", "unit", "time_zone", "begins", "jitter"),
            *("overlap", "catch_up", "catch_up_most"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("arguments", "settings"):
            self.initial[name] = masked(self.initial.get(name) or {})
        if "begins" in self.fields:
            # A form that comes without its hidden twin has not changed it.
            self.fields["begins"].show_hidden_initial = False

    # A model's own validators come after clean(), which reckons with these values.
    def clean_cron(self) -> Any:
        return self._valid("cron")

    def clean_every(self) -> Any:
        return self._valid("every")

    def clean_jitter(self) -> Any:
        return self._valid("jitter")

    def clean_begins(self) -> Any:
        begins = self.cleaned_data["begins"]
        if not FIRST_YEAR <= begins.year <= LAST_YEAR:
            raise forms.ValidationError(f"A year from {FIRST_YEAR} to {LAST_YEAR}.")
        return begins

    def _valid(self, name: str) -> Any:
        value = self.cleaned_data[name]
        field: Any = Schedule._meta.get_field(name)
        if value not in field.empty_values:
            field.run_validators(value)
        return value

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for name in ("arguments", "settings"):
            if name in values:
                values[name] = unmasked(values[name], getattr(self.instance, name))
        self._check_times(values)
        self._check_rules(values)
        self._check_spider(values)
        return values

    def _check_times(self, values: dict[str, Any]) -> None:
        if {"cron", "every", "unit", "begins", "time_zone", "jitter"} & set(self.errors):
            return
        if bool(values["cron"]) == bool(values["every"]):
            self.add_error("cron", "Give either a cron expression or an interval.")
            return
        names = ("cron", "every", "unit", "begins", "time_zone", "jitter")
        rhythm = Schedule(**{name: values[name] for name in names}).rhythm
        if rhythm.seconds and rhythm.seconds < SHORTEST:
            self.add_error("every", f"At least {SHORTEST} seconds.")
            return
        times = [time for time, _ in rhythm.starts(timezone.now(), TIMES + 1)]
        shortest = min((late - early for early, late in pairwise(times)), default=timedelta.max)
        if timedelta(seconds=rhythm.jitter) >= shortest:
            text = f"Must be less than the time between two runs, which is {shortest} once."
            self.add_error("jitter", text)

    def _check_rules(self, values: dict[str, Any]) -> None:
        each = values.get("catch_up") == Schedule.CatchUp.EACH
        if each and values.get("overlap") != Schedule.Overlap.QUEUE:
            text = "To run each, one has to wait for the other: choose that above."
            self.add_error("catch_up", text)

    def _check_spider(self, values: dict[str, Any]) -> None:
        if {"project", "spider", "egg_version", "arguments"} & set(self.errors):
            return
        version = values["egg_version"]
        spider = spider_of(values["project"], values["spider"], version)
        if spider is None:
            self.add_error("spider", _unknown(values["project"], version))
            return
        for problem in argument_problems(spider, values["arguments"]).items():
            self.add_error("arguments", ": ".join(problem))


def _unknown(project: str, version: str) -> str:
    found = Spider.objects.filter(project=project, **({"version": version} if version else {}))
    names = list(found.order_by("name").values_list("name", flat=True).distinct()[:20])
    of_version = f" in version {version!r}" if version else ""
    if not names:
        return f"Nothing is known of project {project!r}{of_version}: is it deployed?"
    return f"Project {project!r}{of_version} has no such spider. It has: {', '.join(names)}."
