"""What passes the gate for one page: its own document, what it navigates to, what it loads."""

import threading
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from scrapy.http import Request, Response

_POLL: Final = 0.25  # seconds; a lost wake-up costs no more


@dataclass(frozen=True, slots=True)
class Passed:
    """One answer to a navigation of the tab; without a response it was refused."""

    url: str
    response: Response | None


@dataclass(slots=True)
class Traffic:
    """Written by the event loop, read by the tab's thread."""

    request: Request
    document: Response
    delivered: bool = False
    passed: list[Passed] = field(default_factory=list)
    failure: Exception | None = None  # of the last navigation, if it failed
    asked: int = 0
    refused: int = 0
    blocked: int = 0
    received: int = 0  # bytes of bodies
    _open: int = 0
    _changed: float = field(default_factory=monotonic)
    _condition: threading.Condition = field(default_factory=threading.Condition)

    def begin(self) -> None:
        """Count one more that the page waits for."""
        with self._condition:
            self.asked += 1
            self._open += 1
            self._changed = monotonic()

    def end(self) -> None:
        """Count one less that the page waits for."""
        with self._condition:
            self._open -= 1
            self._changed = monotonic()
            self._condition.notify_all()

    def touch(self) -> None:
        """Begin to wait for quiet anew."""
        with self._condition:
            self._changed = monotonic()

    def wait_until_quiet(self, seconds: float, deadline: float) -> bool:
        """Wait until nothing has been loaded for so many seconds; False at the deadline."""
        with self._condition:
            while (now := monotonic()) < deadline:
                rest = seconds - (now - self._changed)
                if not self._open and rest <= 0:
                    return True
                pause = _POLL if self._open else rest
                self._condition.wait(max(0.001, min(pause, deadline - now)))
        return False

    def pass_on(self, passed: Passed) -> None:
        """Note that the tab was given a document."""
        with self._condition:
            self.passed.append(passed)
            self.delivered = True
            self._condition.notify_all()

    def wait_until_delivered(self, deadline: float) -> bool:
        """Wait until the tab has asked for the page's own document; False at the deadline."""
        with self._condition:
            while not self.delivered and (now := monotonic()) < deadline:
                self._condition.wait(min(_POLL, deadline - now))
        return self.delivered

    def refuse(self, url: str, error: Exception) -> None:
        """Note that the tab was refused a document."""
        self.failure = error
        self.pass_on(Passed(url, None))

    def answer_of(self, url: str) -> Response | None:
        """Return the last answer to a navigation to this URL; None if it was refused."""
        bare = url.partition("#")[0]
        found = (each.response for each in reversed(self.passed) if each.url == bare)
        return next(found, None)
