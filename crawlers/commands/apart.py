"""Commands that are no crawls leave no job behind."""

import argparse
from typing import Any


class ApartFromDatabase:
    """Mixin: runs a command of Scrapy with DJANGO_ENABLED off, unless `-s` says otherwise."""

    settings: Any

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options."""
        self.settings.set("DJANGO_ENABLED", False, priority="project")
        super().process_options(args, opts)  # type: ignore[misc]
