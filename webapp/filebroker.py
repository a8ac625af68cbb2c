"""The file system as a broker: Kombu's own, which reads files that are not yet written whole.

An empty or half a message ends a worker of Kombu's; the task's row is sent again in any case.
"""

import logging
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Writes messages beside and moves them into place; leaves out what cannot be read."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{time.time_ns()}_{uuid.uuid4().hex}.{queue}.msg"
        whole = Path(self.data_folder_out) / name
        part = whole.with_name(f"{name}.part")
        part.write_text(dumps(payload), encoding="utf-8")
        part.replace(whole)

    def _get(self, queue: str) -> Any:  # type: ignore[override]
        try:
            return super()._get(queue)
        except ValueError as error:
            logger.warning("A message in %s cannot be read and is left out: %s", queue, error)
            raise Empty from error


class Transport(filesystem.Transport):
    """The transport of `filesystem://` addresses."""

    Channel = Channel
