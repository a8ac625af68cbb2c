"""The queue of one project: its pending jobs. scrapyd.conf: `spiderqueue`."""

from collections.abc import Callable
from typing import Any

from scrapyd.interfaces import ISpiderQueue
from zope.interface import implementer

from webapp.crawls import ordering
from webapp.crawls.models import Job

Message = dict[str, Any]


def message_of(job: Job) -> Message:
    """Return a job as scrapyd hands it about."""
    message: Message = {
        **job.given,
        "name": job.spider,
        "_job": job.jobid,
        "settings": dict(job.settings),
    }
    if job.egg_version:
        message["_version"] = job.egg_version
    return message


@implementer(ISpiderQueue)
class JobQueue:
    """Pending jobs of a project, in the order in which they would start."""

    def __init__(self, config: Any, project: str) -> None:
        self.project = project

    def _pending(self) -> Any:
        found = Job.objects.filter(state=Job.State.PENDING, project=self.project)
        return found.order_by("-priority", "pk")

    def add(self, name: str, priority: float = 0.0, **arguments: Any) -> None:
        """Put a job into the queue."""
        ordering.run(
            ordering.RunOrder(
                spider=name,
                project=self.project,
                jobid=arguments.pop("_job", ""),
                version=arguments.pop("_version", None) or "",
                settings=arguments.pop("settings", {}),
                arguments=arguments,
                priority=priority,
            )
        )

    def pop(self) -> None:
        """Return nothing: jobs are taken by the poller, which knows the node."""

    def list(self) -> list[Message]:
        return [message_of(job) for job in self._pending()]

    def count(self) -> int:
        return int(self._pending().count())

    def remove(self, func: Callable[[Message], bool]) -> int:
        """Cancel the pending jobs for which `func` is true; they stay in the table as such."""
        wanted = [job for job in self._pending() if func(message_of(job))]
        return sum(ordering.cancel(job) == Job.State.PENDING for job in wanted)

    def clear(self) -> None:
        self.remove(lambda message: True)
