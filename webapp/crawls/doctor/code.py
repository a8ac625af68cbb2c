"""Which code runs, and whether it fits the tables and the packages."""

import re
import subprocess
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from packaging.requirements import Requirement

from webapp.crawls.doctor.finding import Finding, fail, ok, warn
from webapp.crawls.models import Egg

PACKAGES = ("crawlers", "pipelines", "webapp")
# Those that have broken installations before are named each for itself.
NAMED = ("setuptools", "selenium", "scrapyd", "scrapy", "django")


def code() -> Iterator[Finding]:
    """See whether the packages come from one place: else nobody knows which code runs."""
    places = {name: _place(name) for name in PACKAGES}
    missing = [name for name, place in places.items() if place is None]
    if missing:
        yield fail(
            f"{', '.join(missing)} cannot be imported here.",
            "Run it in the checkout, or install the project: make setup.",
        )
        return
    found = {str(place) for place in places.values()}
    if len(found) > 1:
        where = ", ".join(f"{name} from {place}" for name, place in places.items())
        yield fail(
            f"The packages come from different places: {where}.",
            "Uninstall one of them (pip uninstall spidersilk), or look at PYTHONPATH.",
        )
        return
    (place,) = found
    yield ok(f"This is the code of {place}{_commit(Path(place))}.")


def _place(name: str) -> Path | None:
    spec = find_spec(name)
    return Path(spec.origin).resolve().parent.parent if spec and spec.origin else None


def _commit(place: Path) -> str:
    if not (place / ".git").exists():
        return ""
    command = ["git", "-C", str(place), "describe", "--always", "--dirty"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True)  # noqa: S603 -- fixed words
    except (OSError, subprocess.SubprocessError):
        return ""
    return f", commit {said.stdout.strip()}"


def eggs() -> Iterator[Finding]:
    """Look at the versions that are deployed: jobs of their projects run those, not this tree."""
    applied: dict[str, set[str]] = {}
    for app, name in MigrationRecorder(connection).applied_migrations():
        applied.setdefault(app, set()).add(name)
    defaults = {egg.project: egg for egg in Egg.objects.ready()}
    if not defaults:
        yield ok("No egg is deployed: jobs run the code on scrapyd's disk.")
    for egg in defaults.values():
        said = f"Jobs of {egg.project!r} run the deployed version {egg.version}, not this tree"
        last = {app: max(names) for app, names in applied.items()}
        other = [app for app, name in egg.migrations.items() if name != last.get(app, name)]
        if other:
            yield fail(
                f"{said}; it was made for other tables of {', '.join(sorted(other))}.",
                "Deploy this tree (make deploy), or choose another version in the admin.",
            )
        else:
            yield ok(f"{said}.")


def versions() -> Iterator[Finding]:
    """Compare what is installed with what pyproject.toml asks for."""
    try:
        wanted = [Requirement(each) for each in metadata.requires("spidersilk") or ()]
    except metadata.PackageNotFoundError:
        yield warn("The project is not installed, so versions are not known.", "Run: make setup")
        return
    needed = [each for each in wanted if each.marker is None or each.marker.evaluate()]
    wrong = []
    for each in needed:
        found = _version(each.name)
        if found is None or not each.specifier.contains(found, prereleases=True):
            wrong.append(f"{each.name} {found or 'is missing'} (needed: {each.specifier})")
    if wrong:
        yield fail("; ".join(wrong) + ".", "Run: make setup")
    else:
        named = ", ".join(f"{name} {_version(name)}" for name in NAMED)
        yield ok(f"{len(needed)} packages are as needed: {named}.")


def _version(name: str) -> str | None:
    try:
        return metadata.version(re.sub(r"[-_.]+", "-", name))
    except metadata.PackageNotFoundError:
        return None
