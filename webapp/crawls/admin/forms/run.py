"""The form of one run, made from what its spider declares."""

from collections.abc import Mapping
from typing import Any

from django import forms

from webapp.crawls.admin.forms.lines import SETTING, LinesField
from webapp.crawls.declared import argument_problems
from webapp.crawls.models import Job, Spider, new_jobid
from webapp.crawls.ordering import JOBID, RunOrder
from webapp.crawls.secrets import unmasked

PREFIX = "arg-"
WIDGETS: dict[str, Any] = {"number": forms.NumberInput(attrs={"min": 0}), "url": forms.URLInput}
LONGEST = 4_000  # characters of one argument


class RunForm(forms.Form):
    """Arguments one by one if they are declared, else as lines; then what every run has."""

    required_css_class = "required"

    version = forms.ChoiceField(required=False)
    priority = forms.FloatField(
        initial=0, required=False, help_text="The highest starts first, over all projects."
    )
    settings = LinesField(
        SETTING,
        help_text="Scrapy settings for this run, as NAME=value lines: CLOSESPIDER_PAGECOUNT=100",
    )
    jobid = forms.RegexField(
        rf"^{JOBID.pattern}\Z",
        label="Job id",
        required=False,
        help_text="Optional: its log is named so. Letters, digits and the signs _ . : -",
        error_messages={"invalid": "Up to 64 letters, digits and the signs _ . : -"},
    )
    # What a form that is sent twice is known by.
    made = forms.RegexField(r"^[0-9a-f]{32}\Z", widget=forms.HiddenInput, initial=new_jobid)

    def __init__(
        self,
        spider: Spider,
        versions: list[str],
        *args: Any,
        before: Job | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spider, self.before = spider, before
        default = f"the default when it starts ({versions[-1]})" if versions else "from the disk"
        choice: Any = self.fields["version"]
        choice.choices = [("", default), *((each, each) for each in reversed(versions))]
        own = self._declared() if spider.declares else {"arguments": _free_field()}
        self.fields = own | self.fields

    def _declared(self) -> dict[str, forms.Field]:
        return {f"{PREFIX}{each['name']}": _field(each) for each in self.spider.arguments}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        given = self._given()
        for name, problem in argument_problems(self.spider, given).items():
            place = f"{PREFIX}{name}" if self.spider.declares else "arguments"
            if place not in self.errors:
                self.add_error(place if place in self.fields else None, problem)
        return values

    def _given(self) -> dict[str, str]:
        """Return what was given: also what another version of the spider had a field for."""
        if not self.spider.declares:
            return dict(self.cleaned_data.get("arguments") or {})
        sent = {name: str(text) for name, text in self.data.items() if name.startswith(PREFIX)}
        cleaned = {name: self.cleaned_data.get(name, text) for name, text in sent.items()}
        return {name.removeprefix(PREFIX): text for name, text in cleaned.items() if text}

    def order(self) -> RunOrder:
        """Return what is asked for."""
        values, before = self.cleaned_data, self.before
        given, settings = self._given(), values["settings"]
        return RunOrder(
            spider=self.spider.name,
            project=self.spider.project,
            arguments=unmasked(given, before.given or before.arguments) if before else given,
            settings=unmasked(settings, before.settings) if before else settings,
            version=values["version"],
            jobid=values["jobid"] or values["made"],
            priority=values["priority"] or 0,
            origin=Job.Origin.ADMIN,
        )


def _field(declared: Mapping[str, Any]) -> forms.Field:
    default = declared.get("default")
    said = str(declared.get("help") or "").strip()
    hint = "" if default is None else f"Default: {default}."
    return forms.CharField(
        label=str(declared["name"]),
        required=bool(declared.get("required")),
        error_messages={"required": "The spider needs it."},
        help_text=" ".join(filter(None, [f"{said[:1].upper()}{said[1:]}." if said else "", hint])),
        max_length=LONGEST,
        widget=WIDGETS.get(str(declared.get("type")), forms.TextInput),
    )


def _free_field() -> forms.Field:
    return LinesField(help_text="This spider declares no arguments. NAME=value lines, as after -a")
