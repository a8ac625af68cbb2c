"""Names and values, one a line."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

ARGUMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
SETTING = re.compile(r"[A-Z][A-Z0-9_]*")
LONGEST = 20_000  # characters of all lines


class LinesField(forms.CharField):
    """A box of NAME=value lines; its value is a dictionary of texts."""

    widget = forms.Textarea(attrs={"rows": 4, "cols": 60, "spellcheck": "false"})

    def __init__(self, name: re.Pattern[str] = ARGUMENT, **kwargs: Any) -> None:
        self.name = name
        super().__init__(**({"required": False, "max_length": LONGEST} | kwargs))

    def clean(self, value: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        for number, line in enumerate(super().clean(value).splitlines(), 1):
            if line.strip():
                name, text = self._read(number, line.strip())
                if name in found:
                    raise forms.ValidationError(f"Line {number}: {name} is there twice.")
                found[name] = text
        return found

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Mapping) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def _read(self, number: int, line: str) -> tuple[str, str]:
        name, equals, text = (part.strip() for part in line.partition("="))
        if not equals:
            raise forms.ValidationError(f"Line {number} has no =: write NAME=value.")
        if not self.name.fullmatch(name):
            what = "capital letters" if self.name is SETTING else "letters"
            raise forms.ValidationError(
                f"Line {number}: {name[:80]!r} is no name: {what}, digits and _ only."
            )
        return name, text


def written(values: Mapping[str, Any]) -> str:
    """Return values as lines."""
    return "\n".join(f"{name}={text}" for name, text in values.items())
