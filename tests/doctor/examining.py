"""Asking for one check."""

from webapp.crawls.doctor.examination import CHECKS


def found(check):
    """Return the states and texts of one check."""
    return [(each.state.value, f"{each.found} {each.todo}".strip()) for each in CHECKS[check]()]


def only(check):
    ((state, text),) = found(check)
    return state, text
