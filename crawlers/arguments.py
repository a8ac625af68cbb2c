"""Spider arguments that are declared: checked before a crawl starts, listed in the manual."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


class ArgumentError(ValueError):
    """A spider argument is missing, unknown or unreadable; the text is one sentence for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One `-a name=value` that a spider takes.

    `parse` turns the text into a value and raises ValueError with a reason; `default` is used when
    the argument is not given, and is not parsed.
    """

    name: str
    help: str
    parse: Callable[[str], Any] = str
    default: Any = None
    required: bool = False


def positive_int(text: str) -> int:
    """Read a whole number of at least 1."""
    if not text.strip().isascii() or not text.strip().isdigit() or int(text) < 1:
        raise ValueError("must be a whole number of at least 1")
    return int(text)


def natural_int(text: str) -> int:
    """Read a whole number of at least 0."""
    if not text.strip().isascii() or not text.strip().isdigit():
        raise ValueError("must be a whole number of at least 0")
    return int(text)


def web_url(text: str) -> str:
    """Read one http or https address with a host."""
    try:
        parts = urlsplit(text.strip())
        has_host = bool(parts.hostname)
        _ = parts.port
    except ValueError:
        has_host = False
    if not has_host or parts.scheme not in {"http", "https"}:
        raise ValueError("must be an address that starts with http:// or https://")
    return text.strip()


def pattern(text: str) -> re.Pattern[str]:
    """Read a regular expression."""
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f"is not a regular expression: {error}") from error


# What every spider takes: which job a crawl is. They are no part of what is asked of the site.
JOB = Argument(name="job", help="the name of a job to join, to continue, or to begin")
RESUME = Argument(name="resume", help="the id of a job to continue, or no: begin anew")
OF_THE_JOB = (JOB, RESUME)

LIMIT = Argument(name="limit", parse=positive_int, help="stop after this many items")


def read_arguments(
    spider: str, declared: Iterable[Argument], given: Mapping[str, str]
) -> dict[str, Any]:
    """Parse what was given with -a; names that start with `_` are scrapyd's and left out."""
    known = {argument.name: argument for argument in declared}
    others = {argument.name: argument for argument in OF_THE_JOB}
    for name in given:
        if name not in known | others and not name.startswith("_"):
            raise ArgumentError(_unknown(spider, name, known | others))
    return {name: _value(spider, argument, given) for name, argument in known.items()}


def _value(spider: str, argument: Argument, given: Mapping[str, str]) -> Any:
    text = given.get(argument.name)
    if text is None:
        if argument.required:
            raise ArgumentError(f"Spider {spider!r} needs -a {argument.name}=…: {argument.help}.")
        return argument.default
    try:
        return argument.parse(text)
    except ValueError as error:
        raise ArgumentError(f"-a {argument.name}={text!r}: {argument.name} {error}.") from error


def _unknown(spider: str, name: str, known: Mapping[str, Argument]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    takes = ", ".join(known) or "none"
    return f"Spider {spider!r} takes no argument {name!r}.{hint} It takes: {takes}."
