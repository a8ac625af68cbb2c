"""`python -m webapp mine`: mining by hand, without a worker."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from webapp.catalog.mining import MININGS


class Command(BaseCommand):
    help = "Count anew what the stored rows say together; print how many rows were written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "names", nargs="*", metavar="NAME", help=f"{', '.join(MININGS)}; all if none is named"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        names = options["names"] or list(MININGS)
        for name in names:
            if name not in MININGS:
                raise CommandError(f"There is no mining “{name}”. There is: {', '.join(MININGS)}.")
        for name in names:
            try:
                written = MININGS[name]()
            except DatabaseError as error:
                said = f"The database cannot be used: {error}"
                raise CommandError(f"{said}. Nothing of “{name}” was written.") from error
            self.stdout.write(f"{name}: {written} rows written.")
