"""What was promised, what was measured, and one last line for machines."""

import platform
import sqlite3
from importlib.metadata import version

from benchmarks.measure import Series

PACKAGES = ("scrapy", "django", "psycopg", "scrapy-djangoitem")


class Verdict:
    """Collects targets and figures of one benchmark."""

    def __init__(self, name: str, *, judge: bool = True) -> None:
        self._name = name
        self._judge = judge  # a quick run measures too little to be judged
        self._figures: dict[str, str] = {}
        self.missed: list[str] = []

    def note(self, key: str, figure: Series | float | str, digits: int = 0) -> None:
        """Add a figure to the last line."""
        if isinstance(figure, Series):
            figure = figure.median
        text = figure if isinstance(figure, str) else f"{figure:.{digits}f}"
        self._figures[key] = text.replace(" ", "_")

    def at_most(self, key: str, series: Series, most: float, digits: int = 2) -> None:
        """Check that a median is not above its target."""
        self._check(key, series, holds=series.median <= most, target=f"<= {most:g}", digits=digits)

    def at_least(self, key: str, series: Series, least: float, digits: int = 2) -> None:
        """Check that a median is not below its target."""
        self._check(
            key, series, holds=series.median >= least, target=f">= {least:g}", digits=digits
        )

    def exactly(self, key: str, found: float, wanted: float) -> None:
        """Check a count, in a quick run too: counts have no noise."""
        self.note(key, found)
        if found != wanted:
            self.missed.append(f"{key}: {found:g}, target exactly {wanted:g}")

    def _check(self, key: str, series: Series, *, holds: bool, target: str, digits: int) -> None:
        self.note(key, series, digits)
        mark = "ok" if holds else ("MISSED" if self._judge else "missed, not judged")
        print(f"  {key}: {series.text(digits)}, target {target}: {mark}")
        if not holds and self._judge:
            self.missed.append(f"{key}: {series.text(digits)}, target {target}")

    def end(self) -> int:
        """Print what was missed and the last line; return the exit code."""
        for missed in self.missed:
            print(f"MISSED {missed}")
        figures = " ".join(f"{key}={text}" for key, text in self._figures.items())
        print(f"bench-{self._name}: {figures}", flush=True)
        return 1 if self.missed else 0


def show_versions(*more: str) -> None:
    """Print the versions of all that was measured."""
    packages = [f"{name} {version(name)}" for name in PACKAGES]
    sqlite = f"SQLite {sqlite3.sqlite_version}"
    print(", ".join([f"Python {platform.python_version()}", *packages, sqlite, *more]), flush=True)
