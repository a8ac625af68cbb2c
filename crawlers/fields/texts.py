"""Plain text, and what all fields agree about it."""

from typing import Final

LONGEST: Final = 64  # characters; a longer text is a paragraph, not a value


def text(value: str | None) -> str:
    """Collapse whitespace to single spaces and strip; None → ""."""
    return " ".join(value.split()) if value else ""
