"""Making another version of a project the default: only one that the database fits."""

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from webapp.crawls.models import Egg


class RollbackError(Exception):
    """A version that cannot be the default now; the text says why, and what to do."""


def choose(egg: Egg) -> None:
    """Make a version what jobs run that name none; raises RollbackError."""
    if egg.state != Egg.State.READY:
        raise RollbackError(f"{egg} is {egg.state}: only a version that is ready can be chosen.")
    if differing := differences(egg.migrations):
        raise RollbackError(
            f"{egg} does not fit the database: {'; '.join(differing)}. Deploy a version with the "
            "database's migrations, or migrate the database to this one's first."
        )
    if not Egg.objects.filter(pk=egg.pk, state=Egg.State.READY).update(chosen=timezone.now()):
        raise RollbackError(f"{egg} was deleted or deployed anew just now.")


def differences(wanted: dict[str, str]) -> list[str]:
    """Compare the last migrations of a version's apps with the database's; say what differs."""
    applied = dict(sorted(MigrationRecorder(connection).applied_migrations()))
    return [
        f"{app} is at {applied.get(app, 'none')}, the version needs {name}"
        for app, name in sorted(wanted.items())
        if applied.get(app) != name
    ]
