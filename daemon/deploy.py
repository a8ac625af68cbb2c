"""`make deploy`: scrapyd-deploy with this installation's password and a version that says when."""

import os
import subprocess
import sys
from datetime import UTC, datetime

import django
from scrapyd_client.deploy import main as scrapyd_deploy

VERSION = ("-v", "--version")


def main() -> None:
    """Deploy to a target of scrapy.cfg; options are scrapyd-deploy's, and so is the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    django.setup()
    from daemon.password import set_password  # noqa: PLC0415 -- after django.setup()

    set_password()
    words = sys.argv[1:]
    if not any(word.startswith(VERSION) for word in words):
        words += ["--version", version(datetime.now(UTC))]
    sys.argv = ["scrapyd-deploy", *words]
    scrapyd_deploy()


def version(now: datetime) -> str:
    """Return a version that sorts by time and, in a checkout, names the commit."""
    stamp = f"{now:%Y%m%d-%H%M%S}"
    command = ["git", "describe", "--always", "--dirty=-changed"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True)  # noqa: S603 -- fixed words
    except (OSError, subprocess.SubprocessError):
        return stamp
    return f"{stamp}-{done.stdout.strip()}"


if __name__ == "__main__":
    main()
