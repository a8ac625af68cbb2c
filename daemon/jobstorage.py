"""Jobs that have ended. scrapyd.conf: `jobstorage`, `finished_to_keep`."""

from collections.abc import Iterator
from typing import Any

from scrapyd.interfaces import IJobStorage
from zope.interface import implementer

from daemon.rowprocess import RowProcess
from webapp.crawls.models import Job

ENDED = (Job.State.FINISHED, Job.State.FAILED, Job.State.CANCELLED)


@implementer(IJobStorage)
class EndedJobs:
    """The last jobs that nodes ran, or that were cancelled before; none is ever deleted here."""

    def __init__(self, config: Any) -> None:
        self.shown = config.getint("finished_to_keep", 100)

    def add(self, job: Any) -> None:
        """Do nothing: how a job ended is written where it is learned."""

    def list(self) -> list[RowProcess]:
        return list(self)

    def _ended(self) -> Any:
        return Job.objects.filter(state__in=ENDED, queued__isnull=False)

    def __len__(self) -> int:
        return int(min(self._ended().count(), self.shown))

    def __iter__(self) -> Iterator[RowProcess]:
        jobs = self._ended().order_by("-ended", "-pk").defer("stats", "error")
        for job in jobs[: self.shown]:
            yield RowProcess(job)
