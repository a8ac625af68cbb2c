"""What a node does about each second: it lives, what it runs lives, what is asked of both."""

import psutil
from django.db.models import Exists, OuterRef
from django.utils import timezone

from daemon import node as nodes
from daemon.adopting import look_after_the_dead
from daemon.spawning import Spawner
from webapp.crawls.models import Job, Worker

Start = tuple[int, int]  # a job's primary key, and which attempt at it


class Beat:
    """Runs in the database's thread."""

    def __init__(self, node: int, lease: float, spawner: Spawner) -> None:
        self._node, self._lease, self._spawner = node, lease, spawner

    def note_process(self, job: int, attempt: int, pid: int | None, version: str) -> None:
        """Write down the process of a job, so that another scrapyd may find it."""
        try:
            born = psutil.Process(pid).create_time()
        except psutil.Error:
            return  # it has ended already
        mine = Job.objects.filter(pk=job, node=self._node, attempt=attempt)
        mine.update(pid=pid, born=born)
        # A crawl of ours says it better.
        mine.filter(version="").update(version=version)

    def look(self, held: set[Start]) -> dict[Start, str]:
        """Renew the lease; return signals for what this node runs: start → name.

        A job may be here twice for a moment: cancelled, asked for again, and its first process not
        gone yet. The start that is not the row's any more gets KILL.
        """
        nodes.renew(self._node, self._lease)
        look_after_the_dead(self._spawner, self._lease)
        if not held:
            return {}
        rows = Job.objects.only("node", "attempt", "signal", "state")
        jobs = rows.in_bulk([pk for pk, _ in held])
        self._beat_for_the_silent(list(jobs))
        orders = {}
        for start in held:
            job = jobs.get(start[0])
            if job is None or (job.node_id, job.attempt) != (self._node, start[1]):
                orders[start] = "KILL"
            elif job.signal:
                orders[start] = job.signal
                Job.objects.filter(pk=job.pk, signal=job.signal).update(signal="")
        return orders

    def _beat_for_the_silent(self, held: list[int]) -> None:
        """Say that crawls live which keep no record themselves."""
        spoken = Exists(Worker.objects.filter(job=OuterRef("pk")))
        silent = Job.objects.filter(pk__in=held, state=Job.State.RUNNING).exclude(spoken)
        silent.update(heartbeat=timezone.now())
