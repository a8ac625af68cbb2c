"""Eggs in the database, so that a deploy to any node serves all. scrapyd.conf: `eggstorage`."""

import hashlib
import io
from collections.abc import Sequence
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from scrapyd.exceptions import EggNotFoundError, ProjectNotFoundError
from scrapyd.interfaces import IEggStorage
from zope.interface import implementer

from webapp.crawls.models import Egg, Job, Spider


@implementer(IEggStorage)
class EggTable:
    """What scrapyd asks of eggs; only those that passed their trial are there for it."""

    def __init__(self, config: Any) -> None:
        pass

    def put(self, eggfile: IO[bytes], project: str, version: str) -> Egg:
        """Keep an egg that is to be tried; it is no version of the project until then."""
        content = eggfile.read()
        return Egg.objects.create(
            project=project,
            version=version,
            content=content,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )

    def get(self, project: str, version: str | None = None) -> Any:
        egg = find(project, version)
        if egg is None:
            return None, None
        return egg.version, io.BytesIO(bytes(egg.content))

    def list(self, project: str) -> list[str]:
        """Return its versions, the default last."""
        found = Egg.objects.ready().filter(project=project)
        return list(found.values_list("version", flat=True))

    def list_projects(self) -> Sequence[str]:
        found = Egg.objects.filter(state=Egg.State.READY).order_by("project")
        return [*found.values_list("project", flat=True).distinct()]

    def delete(self, project: str, version: str | None = None) -> None:
        """Delete a version, or all and with them the project: then its pending jobs end."""
        eggs = Egg.objects.filter(project=project)
        if version is None and not eggs.exists():
            raise ProjectNotFoundError
        if version is not None:
            eggs = eggs.filter(version=version, state=Egg.State.READY)
            if not eggs.exists():
                raise EggNotFoundError
        with transaction.atomic():
            spiders = Spider.objects.filter(project=project).exclude(version="")
            (spiders if version is None else spiders.filter(version=version)).delete()
            eggs.delete()
            if not self.list(project):
                _end_pending(project)


def find(project: str, version: str | None) -> Egg | None:
    """Return the version that is asked for, or the default; None if there is none."""
    eggs = Egg.objects.ready().filter(project=project)
    return (eggs.filter(version=version) if version else eggs).last()


def _end_pending(project: str) -> None:
    now = timezone.now()
    # A project that is on a node's disk as well goes on there.
    if not Spider.objects.filter(project=project, version="").exists():
        Job.objects.filter(project=project, state=Job.State.PENDING).update(
            state=Job.State.CANCELLED,
            ended=now,
            heartbeat=now,
            finish_reason="cancelled",
            error="The project was deleted.",
        )
