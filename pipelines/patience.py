"""Waiting for a database that is away, locked or full: bounded, and said in the log."""

import logging
import threading
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

logger = logging.getLogger(__name__)
Value = TypeVar("Value")

FIRST_PAUSE = 0.1  # seconds
LONGEST_PAUSE = 5.0  # seconds


class StorageUnavailableError(Exception):
    """The database could not be used for longer than was agreed. The text is its answer."""

    reason = "storage_unavailable"


class LeaseLostError(StorageUnavailableError):
    """Another worker declared this one lost and has its hosts: it may write nothing more."""

    reason = "lease_lost"


class Patience:
    """Tries again while the database is away, for at most `seconds` a time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ended = threading.Event()

    def end(self) -> None:
        """Give up at the next failure, and stop waiting now."""
        self._ended.set()

    def insist(self, function: Callable[[], Value]) -> Value:
        """Call until it works; raises StorageUnavailableError when patience is at an end."""
        since: float | None = None
        pause = FIRST_PAUSE
        while True:
            try:
                value = function()
            except (OperationalError, InterfaceError) as error:
                # A connection that failed once may never work again: take a new one.
                self.disconnect()
                since = since or self._first_failure(error)
                if self._ended.is_set() or monotonic() - since >= self.seconds:
                    raise StorageUnavailableError(str(error).strip()) from error
                self._ended.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                if since is not None:
                    logger.info("Storage is back after %.1f s; nothing lost", monotonic() - since)
                return value

    def _first_failure(self, error: Exception) -> float:
        logger.warning(
            "Storage does not answer (%s): waiting for up to %.0f s, nothing is acknowledged",
            str(error).strip(),
            self.seconds,
        )
        return monotonic()

    def disconnect(self) -> None:
        """Close this thread's connection, whatever its state."""
        try:
            connection.close()
        except (OperationalError, InterfaceError):
            connection.connection = None
