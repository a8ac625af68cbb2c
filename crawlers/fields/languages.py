"""The language that a file is written in."""

from functools import lru_cache
from typing import Final

from identify import identify

# What identify says of a file besides its language.
_NO_LANGUAGE: Final = frozenset({"text", "plain-text", "header"})
_NO_TEXT: Final = frozenset({"binary", "image", "audio"})


@lru_cache(maxsize=8_192)
def language(name: str) -> str | None:
    """Read a language from a file's name; None for none, and for what is no text.

    A name that allows several is one of its own: "c/c++" for "list.h".
    """
    tags = identify.tags_from_filename(name)
    if tags & _NO_TEXT:
        return None
    return "/".join(sorted(tags - _NO_LANGUAGE)) or None
