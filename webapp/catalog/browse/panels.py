"""What other apps add to the page of a row: they say so when they start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from webapp.catalog.browse.kind import Kind


@dataclass(frozen=True)
class Panel:
    """Two templates and what they show: `<name>_head.html` and `<name>.html`."""

    name: str
    context: dict[str, Any]

    @property
    def head(self) -> str:
        """The template of what goes into the page's head."""
        return f"{self.name}_head.html"

    @property
    def body(self) -> str:
        """The template of what is shown."""
        return f"{self.name}.html"


Make = Callable[[HttpRequest, Kind, Any], Panel | None]
_makers: list[Make] = []


def add_panel(make: Make) -> None:
    """Have a function asked for a panel of every row that is shown."""
    if make not in _makers:
        _makers.append(make)


def panels_of(request: HttpRequest, kind: Kind, row: Any) -> list[Panel]:
    """Return the panels of a row, in the order in which they were added."""
    found = [make(request, kind, row) for make in _makers]
    return [panel for panel in found if panel is not None]
