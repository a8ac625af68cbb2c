"""What an examination finds."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and what to do about it."""

    state: State
    found: str
    todo: str = ""


def ok(found: str) -> Finding:
    """All is well."""
    return Finding(State.OK, found)


def warn(found: str, todo: str) -> Finding:
    """Something will not work, or not for long."""
    return Finding(State.WARN, found, todo)


def fail(found: str, todo: str) -> Finding:
    """Something does not work, or is dangerous."""
    return Finding(State.FAIL, found, todo)
