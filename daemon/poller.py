"""Hands pending jobs to free slots. scrapyd.conf: `poller`, `poll_interval`."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scrapyd.interfaces import IPoller, ISpiderScheduler
from scrapyd.utils import get_spider_queues
from twisted.internet import reactor as installed
from twisted.internet.defer import Deferred, DeferredQueue
from twisted.logger import Logger
from zope.interface import implementer

from daemon.queue import JobQueue
from webapp.crawls.models import Job

log = Logger()
reactor: Any = installed


class ProjectQueues(Mapping[str, JobQueue]):
    """The queue of each project that there is now: another node may just have got an egg."""

    def __init__(self, config: Any) -> None:
        self._config = config

    def _now(self) -> dict[str, JobQueue]:
        return dict(get_spider_queues(self._config))

    def __getitem__(self, project: str) -> JobQueue:
        return self._now()[project]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())


@implementer(IPoller)
class JobPoller:
    """Asks for as many jobs as there are free slots. `claim` is the launcher's."""

    claim: Callable[[int], "Deferred[list[Job]]"] | None = None

    def __init__(self, config: Any) -> None:
        self.queues = ProjectQueues(config)
        self._slots: Any = DeferredQueue()
        self._is_asking = self._is_due = False

    def next(self) -> "Deferred[Job]":
        """Return a Deferred that fires with a job, once there is one for this slot."""
        found: Deferred[Job] = self._slots.get()
        return found

    def poll(self) -> Any:
        """Take jobs for the slots that wait; a database that is away is asked again next time."""
        free = len(self._slots.waiting)
        if not free or self.claim is None:
            return None
        if self._is_asking:
            self._is_due = True  # a slot became free meanwhile
            return None
        self._is_asking, self._is_due = True, False
        asked = self.claim(free)
        asked.addCallbacks(self._hand_out, self._complain)
        return asked

    def wake(self) -> None:
        """Poll now; from any thread. A job that was posted here need not wait for the timer."""
        reactor.callFromThread(self.poll)

    def update_projects(self) -> None:
        """Do nothing: projects are read from the table each time."""

    def _hand_out(self, jobs: list[Job]) -> None:
        self._is_asking = False
        for job in jobs:
            self._slots.put(job)
        if self._is_due:
            self.poll()

    def _complain(self, failure: Any) -> None:
        self._is_asking = False
        log.error("No jobs can be taken: {text}", text=failure.getErrorMessage())


@implementer(ISpiderScheduler)
class JobScheduler:
    """scrapyd's own, on the projects that there are now."""

    def __init__(self, config: Any, poller: JobPoller) -> None:
        self.queues = ProjectQueues(config)
        self._poller = poller

    def schedule(
        self, project: str, spider_name: str, priority: float = 0.0, **arguments: Any
    ) -> None:
        """Put a job into the queue."""
        self.queues[project].add(spider_name, priority=priority, **arguments)
        self._poller.wake()

    def list_projects(self) -> list[str]:
        return list(self.queues)

    def update_projects(self) -> None:
        """Do nothing: projects are read from the table each time."""
