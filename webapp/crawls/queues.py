"""How much waits at the broker."""

from typing import Any

from webapp.celery import NAMES, app, queue_name

NOT_FOUND = 404


def length(name: str) -> int | None:
    """Return how many messages wait in a queue; None if the broker cannot be asked."""
    return lengths((name,))[name]


def lengths(names: tuple[str, ...] = NAMES) -> dict[str, int | None]:
    """Return the lengths of several queues.

    By passive declares: the broker answers at once, and makes no queue that is not there.
    """
    found: dict[str, int | None] = dict.fromkeys(names)
    try:
        with app.connection_for_read() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=3)
            for name in names:
                found[name] = _length(connection, queue_name(name))
    except Exception:  # noqa: BLE001 -- each broker has errors of its own
        return found
    return found


def _length(connection: Any, name: str) -> int:
    with connection.channel() as channel:
        try:
            return int(channel.queue_declare(name, passive=True).message_count)
        except connection.channel_errors as error:
            if error.reply_code == NOT_FOUND:
                return 0  # nobody has made it yet
            raise
