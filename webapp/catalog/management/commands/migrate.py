"""`python -m webapp migrate`: Django's own, and then the indexes of words."""

from contextlib import suppress
from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations import AlterField

from webapp.catalog.browse.searchindex import ensure, loosen
from webapp.catalog.kinds import kinds


class Command(migrate.Command):
    help = "Bring the database to this code's tables and indexes of words."

    def migration_progress_callback(
        self, action: str, migration: Any | None = None, fake: bool = False
    ) -> None:
        """Before a migration alters a kind's column, take away what is made of it."""
        super().migration_progress_callback(action, migration, fake)
        if migration is not None and action in {"apply_start", "unapply_start"} and not fake:
            for operation in migration.operations:
                if isinstance(operation, AlterField):
                    self._loosen(migration.app_label, operation.model_name)

    def _loosen(self, app: str, name: str) -> None:
        with suppress(LookupError):  # a model that has gone since
            loosen(apps.get_model(app, name), self.using)

    def handle(self, *args: Any, **options: Any) -> None:
        self.using = using = options["database"]
        super().handle(*args, **options)
        tables = set(connections[using].introspection.table_names())
        if options["plan"] or options["check_unapplied"] or options["fake"]:
            return
        for model in kinds():
            if model._meta.db_table not in tables:  # migrated to a state before it
                continue
            made = ensure(model, using)
            if made and options["verbosity"]:
                self.stdout.write(f"  Indexed the words of {model._meta.verbose_name_plural}")
