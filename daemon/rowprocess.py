"""A job's row in the shape in which scrapyd's services and pages read a process."""

from datetime import datetime

from django.utils import timezone

from webapp.crawls import ordering
from webapp.crawls.models import Job

SIGNALS = {"9": "KILL", "KILL": "KILL", "SIGKILL": "KILL"}


class RowProcess:
    """What scrapyd knows of a job that a node runs or ran, and how a signal reaches it."""

    def __init__(self, job: Job) -> None:
        self.row = job
        self.project, self.spider, self.job, self.pid = job.project, job.spider, job.jobid, job.pid
        self.start_time = _naive(job.started)
        self.end_time = _naive(job.ended or job.heartbeat)
        self.args: list[str] = []
        self.env: dict[str, str] = {}
        self.transport = self

    def signalProcess(self, signal: str | int) -> None:  # noqa: N802 -- Twisted's name
        """Write down what its process is asked for; the node that has it delivers it."""
        ordering.cancel(self.row, SIGNALS.get(str(signal), "INT"))


def _naive(moment: datetime) -> datetime:
    """Return it as scrapyd writes moments: in the process's zone, without saying so."""
    return timezone.make_naive(moment)
