"""`python -m webapp counts`: how many rows of each kind."""

from typing import Any

from django.core.management.base import BaseCommand

from webapp.catalog.kinds import kinds


class Command(BaseCommand):
    help = "Print how many rows of each kind are stored, a line each."

    def handle(self, *args: Any, **options: Any) -> None:
        for model in kinds():
            self.stdout.write(f"{model._meta.label} {model._default_manager.count()}")
