"""`python -m webapp prune`: let old visits go."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from webapp.crawls.prune import prune


class Command(BaseCommand):
    help = "Delete the visits (URLs and their fates) of all but the last jobs of each spider."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--keep",
            type=int,
            default=settings.VISITS_KEEP_JOBS,
            help="how many jobs of each spider keep theirs (%(default)s: VISITS_KEEP_JOBS)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep"] < 0:
            raise CommandError("--keep must be at least 0")
        count = prune(options["keep"])
        self.stdout.write(f"{count} visits deleted.")
