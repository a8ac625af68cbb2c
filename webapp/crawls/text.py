"""Text that may come from a web site, on one line, not able to mislead its reader."""

SHORT = 100  # characters
# They turn the rest of a line round: "gpj.exe" is shown as "exe.jpg". Marks (LRM, RLM) stay.
_TURNS = {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def plain(text: str) -> str:
    """Return text whose characters that turn the direction of others are seen, not obeyed."""
    return text if text.isascii() else text.translate(_TURNS)


def short(text: str, longest: int = SHORT) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text[: longest * 4].split())
    cut = len(line) > longest or len(text) > longest * 4
    return plain(f"{line[: longest - 1]}…" if cut else line)
