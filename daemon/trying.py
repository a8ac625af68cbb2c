"""Has a version tried in a process of its own, and keeps what it says."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from daemon import trial
from daemon.code import Code, NoCodeError, unpacked
from daemon.environment import clean, code_environment
from webapp.crawls.models import Egg, Spider
from webapp.crawls.rollback import differences

TIME = 120  # seconds for a trial: a cold machine needs ten


class RefusedError(Exception):
    """A version that cannot run; the text is its traceback, or a sentence."""


def try_egg(config: Any, egg: Egg) -> list[str]:
    """Make an egg the default of its project if it passes; returns its spiders.

    Raises RefusedError: the egg is then kept as refused, without its bytes, and nothing else
    changes. The code of a version that is deployed again is replaced only now.
    """
    try:
        found = try_code(unpacked(config, egg))
        check_migrations(found["migrations"])
    except (NoCodeError, RefusedError) as error:
        egg.state, egg.error, egg.content = Egg.State.REFUSED, str(error), b""
        egg.save(update_fields=["state", "error", "content"])
        raise RefusedError(str(error)) from error
    with transaction.atomic():
        Egg.objects.ready().filter(project=egg.project, version=egg.version).delete()
        egg.state, egg.migrations, egg.chosen = (
            Egg.State.READY,
            found["migrations"],
            timezone.now(),
        )
        egg.save(update_fields=["state", "migrations", "chosen"])
        keep_spiders(egg.project, egg.version, found["spiders"])
    return [each["name"] for each in found["spiders"]]


def try_code(code: Code) -> dict[str, Any]:
    """Return what a project holds: spiders and migrations; raises RefusedError."""
    command = [sys.executable, "-P", str(Path(trial.__file__).resolve())]
    environment = clean(dict(os.environ)) | code_environment(code)
    try:
        done = subprocess.run(  # noqa: S603 -- our own file
            command,
            env=environment,
            cwd=code.folder,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIME,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RefusedError(f"it did not load within {TIME} seconds") from None
    said = [line for line in done.stdout.splitlines() if line.startswith(trial.MARK)]
    if done.returncode or not said:
        raise RefusedError((done.stderr or done.stdout).strip() or f"exit code {done.returncode}")
    return dict(json.loads(said[-1].removeprefix(trial.MARK)))


def check_migrations(wanted: dict[str, str]) -> None:
    """Raise RefusedError unless the database is where this code left it."""
    if differing := differences(wanted):
        raise RefusedError(
            f"its migrations are not in step with the database: {'; '.join(differing)}. "
            "Run `python -m webapp migrate` with the code of this version, then deploy it again."
        )


def keep_spiders(project: str, version: str, spiders: list[dict[str, Any]]) -> None:
    """Write down what can be run, in place of what could be before."""
    with transaction.atomic():
        Spider.objects.filter(project=project, version=version).delete()
        Spider.objects.bulk_create(
            Spider(project=project, version=version, **each) for each in spiders
        )
