"""The daemon's own work on the database, in one thread: scrapyd's loop is never held up."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import close_old_connections, connection
from twisted.internet import reactor as installed
from twisted.internet.task import deferLater
from twisted.internet.threads import deferToThreadPool
from twisted.logger import Logger
from twisted.python.threadpool import ThreadPool

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred

log = Logger()
reactor: Any = installed
Result = TypeVar("Result")
AGAIN = 1.0  # seconds
TRIES_AT_THE_END = 3


class DatabaseThread:
    """Runs functions one after the other."""

    is_ending = False

    def __init__(self) -> None:
        self._pool = ThreadPool(minthreads=1, maxthreads=1, name="database")

    def start(self) -> None:
        self._pool.start()

    def stop(self) -> None:
        self._pool.stop()

    def call(self, function: Callable[..., Result], *values: Any) -> "Deferred[Result]":
        """Return a Deferred with what the function returns or raises."""
        return deferToThreadPool(reactor, self._pool, refreshed, function, *values)

    def insist(
        self, function: Callable[..., Any], *values: Any, tries: int = 0
    ) -> "Deferred[bool]":
        """Call it until it succeeds; False if scrapyd ends: its next start finds the rest."""
        return self.call(function, *values).addCallbacks(
            lambda _: True, self._again, errbackArgs=(function, values, tries + 1)
        )

    def _again(self, failure: Any, function: Any, values: Any, tries: int) -> Any:
        log.error("The database: {text}. It is tried again.", text=failure.getErrorMessage())
        if self.is_ending and tries >= TRIES_AT_THE_END:
            return False
        later: Deferred[Any] = deferLater(reactor, AGAIN)
        return later.addCallback(lambda _: self.insist(function, *values, tries=tries))


def refreshed(function: Callable[..., Result], *values: Any) -> Result:
    """Call a function with a connection that lives; Django looks after them in requests only."""
    close_old_connections()
    try:
        return function(*values)
    finally:
        close_old_connections()
        if connection.in_atomic_block:
            connection.close()
