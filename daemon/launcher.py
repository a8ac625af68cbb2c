"""Runs jobs in processes. scrapyd.conf: `launcher`, `max_proc`, `stop_grace`, `node_lease`."""

import os
from typing import Any

from django.db import InterfaceError, OperationalError
from scrapyd.interfaces import IEnvironment, IJobStorage, IPoller
from scrapyd.launcher import Launcher
from twisted.application.service import Service
from twisted.internet import reactor as installed
from twisted.internet.defer import Deferred
from twisted.internet.task import LoopingCall
from twisted.logger import Logger

from daemon import claiming, node, settling
from daemon.adopting import adopt
from daemon.beat import Beat, Start
from daemon.database import DatabaseThread
from daemon.duties import Duties
from daemon.process import AdoptedProcess, ChildProcess, Held
from daemon.rowprocess import RowProcess
from daemon.spawning import Spawn, Spawner
from webapp.crawls.models import Job, Node

log = Logger()
reactor: Any = installed

BEAT = 1.0  # seconds between looks at the rows of what runs


class JobLauncher(Service):
    """A fixed number of slots, each with one job at a time."""

    name = "launcher"

    def __init__(self, config: Any, app: Any) -> None:
        self.config, self.app = config, app
        self.finished = app.getComponent(IJobStorage)
        self.max_proc = Launcher._get_max_proc(self, config)  # noqa: SLF001 -- its rule, unchanged
        self.database = DatabaseThread()
        self.node = node.register(config, self.max_proc)
        # What answers call this node; the empty name in scrapyd.conf stands for host and port.
        config.cp.set(config.SECTION, "node_name", self.node.name)
        self.held: set[Held] = set()
        self.is_stopping = False
        self._duties = Duties()
        self._looks = LoopingCall(self._look)

    @property
    def processes(self) -> dict[int, RowProcess]:
        """What runs, on any node: the API of each answers for all."""
        jobs = Job.objects.filter(state=Job.State.RUNNING, node__isnull=False).order_by("pk")
        return {n: RowProcess(job) for n, job in enumerate(jobs.defer("stats", "error"))}

    def startService(self) -> None:  # noqa: N802 -- Twisted's name
        super().startService()
        self.spawner = Spawner(self.config, self.app.getComponent(IEnvironment))
        self._beat = Beat(self.node.pk, node.lease_of(self.config), self.spawner)
        self.database.start()
        for found in adopt(self.node.pk, self.spawner):
            self.held.add(found)
        log.info(
            "Node {name}: {count} jobs at a time, {adopted} found running",
            name=self.node.name,
            count=self.max_proc,
            adopted=len(self.held),
        )
        self.app.getComponent(IPoller).claim = self._claim
        for _ in range(self.max_proc - len(self.held)):
            self._wait_for_job()
        self._looks.start(BEAT)
        self._duties.start()

    def _claim(self, count: int) -> "Deferred[list[Job]]":
        return self.database.call(self._claim_now, count)

    def _claim_now(self, count: int) -> list[Job]:
        if self.is_stopping or Node.objects.filter(pk=self.node.pk, drained=True).exists():
            return []
        projects = list(self.app.getComponent(IPoller).queues)
        return claiming.claim(self.node.pk, projects, count)

    def _wait_for_job(self) -> None:
        if not self.is_stopping:
            self.app.getComponent(IPoller).next().addCallback(self._start)

    def _start(self, job: Job) -> None:
        prepared = self.database.call(self.spawner.prepare, job)
        prepared.addCallback(self._spawn, job)
        prepared.addErrback(self._not_started, job)

    def _spawn(self, spawn: Spawn, job: Job) -> None:
        child = ChildProcess(job, spawn.output, spawn.log_file, self._ended)
        child.clear()
        # A file, no pipe: the process outlives this one, and a broken pipe would kill it.
        words = os.open(spawn.output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        try:
            reactor.spawnProcess(
                child,
                spawn.command[0],
                args=spawn.command,
                env=spawn.environment,
                path=spawn.folder,
                childFDs={0: nothing, 1: words, 2: words},
            )
        finally:
            os.close(words)
            os.close(nothing)
        self.held.add(child)
        noted = self.database.call(
            self._beat.note_process, job.pk, job.attempt, child.pid, spawn.version
        )
        noted.addErrback(lambda failure: log.error(failure.getErrorMessage()))

    def _not_started(self, failure: Any, job: Job) -> None:
        """Write down why; a database that is away is no fault of the job. The slot is free."""
        if failure.check(OperationalError, InterfaceError):
            returned = self.database.insist(
                settling.return_untried, job.pk, self.node.pk, job.attempt
            )
            returned.addCallback(lambda _: self._wait_for_job())
            return
        why = f"{failure.type.__name__}: {failure.getErrorMessage()}"
        log.error("Job {job} could not be started: {why}", job=job.jobid, why=why)
        written = self.database.insist(
            settling.fail_to_start, job.pk, self.node.pk, job.attempt, why
        )
        written.addCallback(lambda _: self._wait_for_job())

    def _ended(self, held: Held, code: int | None, number: int | None) -> None:
        ending = held.ending(code, number, is_stopped=self.is_stopping)
        written = self.database.insist(
            settling.settle, held.pk, self.node.pk, held.attempt, ending
        )
        written.addCallback(self._free, held)

    def _free(self, is_written: bool, held: Held) -> None:
        if is_written:
            held.clear()
        self.held.discard(held)
        if self.is_stopping:
            if not self.held:
                self._all_ended.callback(None)
            return
        self._wait_for_job()
        self.app.getComponent(IPoller).poll()

    def _look(self) -> Any:
        """Renew the lease, deliver what persons ask for, end what is ours no more."""
        for held in list(self.held):
            if isinstance(held, AdoptedProcess) and held.is_over():
                self._ended(held, held.noted_code(), None)
        looked = self.database.call(self._beat.look, {each.start for each in self.held})
        return looked.addCallbacks(
            self._obey, lambda failure: log.error("Rows: {t}", t=failure.getErrorMessage())
        )

    def _obey(self, orders: dict[Start, str]) -> None:
        for held in list(self.held):
            name = orders.get(held.start)
            if name is not None:
                held.is_cancelled = True
                log.info("Job {job} gets {name}", job=held.job.jobid, name=name)
                held.send(name)

    def stopService(self) -> Any:  # noqa: N802 -- Twisted's name
        """End all crawls, put them back into the queue, then leave."""
        super().stopService()
        self.is_stopping = self.database.is_ending = True
        self._duties.stop()
        self._all_ended: Deferred[None] = Deferred()
        grace = self.config.getfloat("stop_grace", 4)
        # The second INT ends a crawl that waits for slow answers; the ledger keeps what it was at.
        for seconds, name in ((0, "INT"), (grace / 2, "INT"), (grace, "KILL")):
            reactor.callLater(seconds, self._send_all, name)
        if not self.held:
            self._all_ended.callback(None)
        return self._all_ended.addCallback(self._leave)

    def _send_all(self, name: str) -> None:
        for held in list(self.held):
            held.send(name)

    def _leave(self, _: None) -> "Deferred[None]":
        if self._looks.running:
            self._looks.stop()
        return self.database.insist(node.leave, self.node.pk).addCallback(
            lambda _: self.database.stop()
        )
