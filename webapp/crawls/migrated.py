"""Whether the database is where this code left it."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class NotMigratedError(Exception):
    """The database has not the tables that this code writes; the text is for people."""


def check_tables(then: str) -> None:
    """Raise NotMigratedError, which says what to do and `then`, unless all is migrated."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        raise NotMigratedError(
            f"{len(plan)} migrations are not applied to the database: "
            f"run `python -m webapp migrate`, then {then}"
        )
