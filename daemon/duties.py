"""What any node does for all, about each second: rows say what is due, so twice is once."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string
from twisted.internet.task import LoopingCall
from twisted.internet.threads import deferToThread
from twisted.logger import Logger

from daemon.database import refreshed

log = Logger()

INTERVAL = 1.0  # seconds
DUTIES: tuple[str, ...] = ("webapp.crawls.scheduling.run_due",)


class Duties:
    """Calls each duty with the time; one that fails costs itself, and is said once."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}
        self._loop = LoopingCall(self._all)

    def start(self) -> None:
        self._loop.start(INTERVAL)

    def stop(self) -> None:
        if self._loop.running:
            self._loop.stop()

    def _all(self) -> Any:
        return deferToThread(refreshed, self.perform, timezone.now())

    def perform(self, now: datetime) -> None:
        """Perform all duties. A broker that is away may take seconds: not in the loop's thread."""
        for path in DUTIES:
            try:
                import_string(path)(now)
            except Exception as error:  # noqa: BLE001 -- whatever it is, the others are due
                self._say(path, f"{type(error).__name__}: {error}")
            else:
                self._said.pop(path, None)

    def _say(self, path: str, text: str) -> None:
        if self._said.get(path) != text:
            self._said[path] = text
            log.error("{path}: {text}", path=path, text=text)
