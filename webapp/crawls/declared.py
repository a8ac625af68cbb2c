"""Arguments as a spider declares them: said in time, not by a crawl that ends at once."""

import difflib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from webapp.crawls.models import Spider


def argument_problems(spider: Spider, given: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with the arguments of a run: name → sentence."""
    own = {name: "Names that begin with _ are scrapyd's own." for name in given if name[:1] == "_"}
    if not spider.declares:
        return own
    declared = {str(each.get("name")): each for each in spider.arguments}
    unknown = {name: _unknown(name, list(declared)) for name in given if name not in declared}
    wrong = {
        name: problem
        for name, each in declared.items()
        if (problem := _problem(each, given.get(name, "").strip()))
    }
    return wrong | unknown | own


def _problem(declared: Mapping[str, Any], text: str) -> str:
    if not text:
        return "The spider needs it." if declared.get("required") else ""
    match declared.get("type"):
        case "number" if not (text.isascii() and text.isdigit()):
            return "Must be a whole number."
        case "url" if not is_web_address(text):
            return "Must be an address that starts with http:// or https://."
        case _:
            return ""


def is_web_address(text: str) -> bool:
    """Say whether a text is one http or https address with a host."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _unknown(name: str, names: list[str]) -> str:
    close = difflib.get_close_matches(name, names, n=1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    return f"The spider takes no argument {name!r}.{hint} It takes: {', '.join(names) or 'none'}."
