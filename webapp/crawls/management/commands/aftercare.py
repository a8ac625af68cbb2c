"""`python -m webapp aftercare`: what follows the crawls, without a daemon."""

import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections

from webapp.celery import app
from webapp.crawls.aftercare import run_due
from webapp.crawls.models import Task

MOST_ROUNDS = 100  # a task may put another: an alert its messages


class Command(BaseCommand):
    help = "Give the tasks that are due to the broker: what follows each job that has ended."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--here", action="store_true", help="do them in this process: needs no worker"
        )
        parser.add_argument(
            "--forever", action="store_true", help="look every second, until Ctrl-C"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        do = _here if options["here"] else None
        if options["forever"]:
            self._forever(do)
            return
        try:
            count = _rounds(do)
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {error}") from error
        self.stdout.write(f"{count} tasks {'begun' if do else 'given to the broker'}.")

    def _forever(self, do: Any) -> None:
        pause = threading.Event()
        try:
            while not pause.wait(1):
                close_old_connections()
                try:
                    run_due(send=do)
                except DatabaseError as error:
                    self.stderr.write(f"The database: {error}. It is asked again in a second.")
        except KeyboardInterrupt:
            self.stdout.write("Ended.")


def _rounds(do: Any) -> int:
    """Send what is due; if it is done at once, what follows from it as well."""
    total = 0
    for _ in range(MOST_ROUNDS):
        count = run_due(send=do)
        total += count
        if not count or do is None:
            break
    return total


def _here(task: Task) -> None:
    app.loader.import_default_modules()
    app.tasks[task.name](task.pk)
