"""Processes that crawl: those this scrapyd started, and those it found when it started."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from twisted.internet.protocol import ProcessProtocol
from twisted.logger import Logger

from daemon.node import is_running
from daemon.settling import KEPT, Ending
from webapp.crawls.models import Job

log = Logger()


class Held:
    """One job in this node's hands."""

    def __init__(self, job: Job, output: Path, log_file: str = "") -> None:
        self.job, self.pk, self.attempt = job, job.pk, job.attempt
        self.output, self.log_file = output, log_file
        self.pid: int | None = job.pid
        self.is_cancelled = False

    @property
    def start(self) -> tuple[int, int]:
        """Which start of which job it is."""
        return self.pk, self.attempt

    @property
    def exit_file(self) -> Path:
        """Where the runner writes its exit code."""
        return self.output.with_suffix(".exit")

    def send(self, name: str) -> None:
        """Send INT or KILL; a process that has just ended is no matter."""
        if self.pid:
            try:
                os.kill(self.pid, getattr(signal, f"SIG{name}"))
            except ProcessLookupError:
                log.debug("Process {pid} has ended before {name}", pid=self.pid, name=name)

    def ending(self, code: int | None, number: int | None, *, is_stopped: bool) -> Ending:
        """Return how it ended, with its last words if it went ill."""
        well = code in {0, 3, 5}
        words = "" if well else (_tail(self.output) or _tail(Path(self.log_file)))
        return Ending(code, number, words, self.is_cancelled, is_stopped)

    def noted_code(self) -> int | None:
        """Return the exit code that the runner wrote down."""
        try:
            return int(self.exit_file.read_text())
        except (OSError, ValueError):
            return None

    def clear(self) -> None:
        """Remove what was kept for the ending."""
        for path in (self.output, self.exit_file):
            path.unlink(missing_ok=True)


def _tail(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - KEPT))
        text = file.read().decode("utf-8", "replace").strip()
    # A page may have put anything into a message; PostgreSQL takes no NUL.
    return "".join(each if each.isprintable() or each in "\n\t" else "\ufffd" for each in text)


class ChildProcess(Held, ProcessProtocol):
    """A process that this scrapyd started."""

    def __init__(self, job: Job, output: Path, log_file: str, on_end: Callable[..., None]) -> None:
        super().__init__(job, output, log_file)
        self._on_end = on_end

    def connectionMade(self) -> None:  # noqa: N802 -- Twisted's name
        transport: Any = self.transport
        self.pid = transport.pid
        log.info(
            "Process {pid} started: {spider} of {project}, job {job}",
            pid=self.pid,
            spider=self.job.spider,
            project=self.job.project,
            job=self.job.jobid,
        )

    def processEnded(self, reason: Any) -> None:  # noqa: N802 -- Twisted's name
        ended = (
            f"exit code {reason.value.exitCode}"
            if reason.value.signal is None
            else f"signal {reason.value.signal}"
        )
        log.info("Process {pid} ended: {how}", pid=self.pid, how=ended)
        self._on_end(self, reason.value.exitCode, reason.value.signal)


class AdoptedProcess(Held):
    """A process that an earlier scrapyd of this name started, and that outlived it."""

    _is_known = False

    def is_over(self) -> bool:
        """Look whether it has ended; True once."""
        if self._is_known or is_running(self.pid, self.job.born):
            return False
        self._is_known = True
        return True
