"""Chromium and its driver: only for pages that need JavaScript."""

import os
import re
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator

from webapp.crawls.doctor.finding import Finding, fail, ok, warn

BINARIES = ("chromium", "chromium-browser", "google-chrome")


def browser() -> Iterator[Finding]:
    """See whether browser and driver are there, and of one version."""
    remote = os.environ.get("SELENIUM_REMOTE_URL")
    if remote:
        yield from _remote(remote)
        return
    installed = next(filter(None, map(shutil.which, BINARIES)), "")
    binary = os.environ.get("BROWSER_BINARY") or installed
    driver = os.environ.get("BROWSER_DRIVER") or shutil.which("chromedriver") or ""
    found = {"the browser": _version(binary), "the driver": _version(driver)}
    missing = [name for name, version in found.items() if not version]
    if missing:
        yield warn(
            f"{' and '.join(missing)} cannot be started: pages that need JavaScript fail.",
            "Run: make browser (as root), or set BROWSER_BINARY and BROWSER_DRIVER.",
        )
    elif len({version.partition(".")[0] for version in found.values()}) > 1:
        said = ", ".join(f"{name} is {version}" for name, version in found.items())
        yield fail(f"Browser and driver do not fit: {said}.", "Install both of one version.")
    else:
        yield ok(f"Chromium {found['the browser']} and its driver fit.")


def _version(program: str) -> str:
    if not program:
        return ""
    try:
        ended = subprocess.run(  # noqa: S603 -- the operator's own program
            [program, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    version = re.search(r"\d+(\.\d+)+", ended.stdout)
    return version[0] if version else ""


def _remote(url: str) -> Iterator[Finding]:
    try:
        with urllib.request.urlopen(f"{url.rstrip('/')}/status", timeout=5):  # noqa: S310 -- the operator's own address
            yield ok("The WebDriver of SELENIUM_REMOTE_URL answers.")
    except (OSError, ValueError) as error:
        yield fail(
            f"The WebDriver of SELENIUM_REMOTE_URL does not answer: {type(error).__name__}.",
            "Start it, or unset SELENIUM_REMOTE_URL to use Chromium here.",
        )
