"""All checks in their order; one that breaks is a finding too."""

from collections.abc import Callable, Iterator

from django.db import DatabaseError

from webapp.crawls.doctor import browser, code, daemon, machine, tables, workers
from webapp.crawls.doctor.finding import Finding, State, fail, warn

CHECKS: dict[str, Callable[[], Iterator[Finding]]] = {
    "code": code.code,
    "eggs": code.eggs,
    "versions": code.versions,
    "database": tables.database,
    "migrations": tables.migrations,
    "clock": tables.clock,
    "leases": tables.leases,
    "browser": browser.browser,
    "password": daemon.password,
    "ports": daemon.ports,
    "broker": workers.broker,
    "worker": workers.worker,
    "mail": workers.mail,
    "disk": machine.disk,
    "secrets": machine.secrets,
    "static": machine.static,
    "debug": machine.debug,
}


def examine() -> Iterator[tuple[str, Finding]]:
    """Make every check; return what each found, by its name."""
    for name, check in CHECKS.items():
        try:
            for finding in check():
                yield name, finding
        except DatabaseError as error:
            yield name, _without_tables(name, error)
        except Exception as error:  # noqa: BLE001 -- a doctor does not faint
            said = f"It could not be checked: {type(error).__name__}: {error}"
            yield name, warn(said, "This is a defect of the doctor; please report it.")


def _without_tables(name: str, error: DatabaseError) -> Finding:
    """Say it once what is wrong with the database, and else only what could not be seen."""
    if name == "database":
        why = str(error).strip().partition("\n")[0]
        todo = "Start it, or look at DATABASE_URL."
        return fail(f"The database cannot be used: {why}", todo)
    return warn("Not checked: the tables cannot be read.", "Mend database and migrations first.")


def is_ill(findings: list[tuple[str, Finding]]) -> bool:
    """Say whether anything failed."""
    return any(finding.state is State.FAIL for _, finding in findings)
