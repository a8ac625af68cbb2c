"""The machine and the site: disk, files, debugging."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from webapp.crawls.doctor.finding import Finding, fail, ok, warn

GIGABYTE = 1_000_000_000
LEAST, LITTLE = 0.5, 2.0  # gigabytes free
OTHERS = 0o077  # the bits of a file's mode that let others in


def disk() -> Iterator[Finding]:
    """Look how much space is left where everything is written."""
    folder = Path(settings.VAR_DIR).resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / GIGABYTE
    said = f"{free:,.1f} GB are free at {folder}"
    if free < LEAST:
        yield fail(f"{said}: crawls will stop.", "Make room, or move VAR_DIR.")
    elif free < LITTLE:
        yield warn(f"{said}.", "Make room: python -m webapp prune lets old visits go.")
    else:
        yield ok(f"{said}.")


def secrets() -> Iterator[Finding]:
    """See whether others on this machine may read what is secret."""
    folder = Path(settings.VAR_DIR)
    kept = [folder / "secret_key", folder / "scrapyd" / "password"]
    read = [str(path) for path in kept if path.exists() and path.stat().st_mode & OTHERS]
    if read:
        said = ", ".join(read)
        yield fail(f"Others may read {said}.", f"Run: chmod 600 {' '.join(read)}")
    else:
        yield ok("Nobody else may read the secrets in VAR_DIR.")


def static() -> Iterator[Finding]:
    """See whether the static files are collected, and not older than their sources."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    collect = "Run: python -m webapp collectstatic --noinput (make site and make up do)."
    if not manifest.exists():
        yield fail("Static files are not collected: pages have no style.", collect)
        return
    newest = max(
        Path(storage.path(path)).stat().st_mtime
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    if newest > manifest.stat().st_mtime:
        yield warn("Static files have changed since they were collected.", collect)
    else:
        yield ok("Static files are collected.")


def debug() -> Iterator[Finding]:
    """See whether errors are shown to strangers."""
    if settings.DEBUG and settings.PRODUCTION:
        yield fail(
            "DEBUG is on in production: errors show source and settings to everyone.",
            "Unset DEBUG.",
        )
    elif settings.DEBUG:
        yield warn("DEBUG is on: for a machine of your own only.", "Unset DEBUG.")
    elif settings.PRODUCTION:
        yield ok("DEBUG is off, in production.")
    else:
        yield ok("DEBUG is off. This is no production: PRODUCTION is not set.")
