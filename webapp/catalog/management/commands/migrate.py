"""`python -m webapp migrate`: Django's own, and then the indexes of words."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from webapp.catalog.browse.searchindex import ensure
from webapp.catalog.kinds import kinds


class Command(migrate.Command):
    help = "Bring the database to this code's tables and indexes of words."

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        using = options["database"]
        tables = set(connections[using].introspection.table_names())
        if options["plan"] or options["check_unapplied"] or options["fake"]:
            return
        for model in kinds():
            if model._meta.db_table not in tables:  # migrated to a state before it
                continue
            made = ensure(model, using)
            if made and options["verbosity"]:
                self.stdout.write(f"  Indexed the words of {model._meta.verbose_name_plural}")
