"""What requests name: projects, versions, spiders."""

from typing import Any

from twisted.web import error, http

from daemon.eggstorage import find
from webapp.crawls.models import Spider


def refuse(text: str, status: int = http.OK) -> error.Error:
    """Return the error that is answered as `{"status": "error", "message": …}`."""
    return error.Error(code=status, message=text.encode())


def spiders_of(root: Any, project: str, version: str | None) -> list[str]:
    """Return the names of a version's spiders, or of the default's."""
    egg = find(project, version)
    if egg is None:
        if project not in root.poller.queues:
            raise refuse(f"project '{project}' not found")
        if version:
            raise refuse(f"version '{version}' not found")
        root.disk.refresh()
    found = Spider.objects.filter(project=project, version=egg.version if egg else "")
    return list(found.values_list("name", flat=True))
