"""Rows entered by hand keep the rules of crawled rows."""

from typing import Any

from django import forms
from django.db import models

from webapp.catalog.models import Record


class RecordForm(forms.ModelForm[Any]):
    """Fills the key that follows from other values, and says so when the row is there already."""

    def clean(self) -> dict[str, Any] | None:
        values = super().clean()
        if self.instance.pk is None and isinstance(self.instance, Record):
            self._derive(self.cleaned_data)
        return values

    def _derive(self, values: dict[str, Any]) -> None:
        said = {name: _said(value) for name, value in values.items()}
        try:
            derived = type(self.instance).derived(said)
        except KeyError:  # a value it follows from was refused, which is said at its field
            return
        for name, value in derived.items():
            setattr(self.instance, name, value)
        key = self.instance.NATURAL_KEY
        same = type(self.instance)._default_manager.filter(**{key: derived.get(key)})
        if key in derived and same.exists():
            self.add_error(None, f"This {self.instance._meta.verbose_name} is stored already.")


def _said(value: Any) -> Any:
    """Return a relation as its natural key, which is what an item says."""
    if isinstance(value, models.Model):
        return getattr(value, type(value).NATURAL_KEY)  # type: ignore[attr-defined]
    return value
