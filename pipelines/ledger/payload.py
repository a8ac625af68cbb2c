"""Requests as JSON and back: what a later process, or another machine, needs to send them.

Only what differs from a plain GET is kept. JSON's own values stay as they are; a few more types
that people put into `meta` and `cb_kwargs` are tagged: `{"$": ["date", "2026-11-24"]}`. Nothing is
pickled, and a class is looked up only among modules that the crawl has loaded itself.
"""

import json
import math
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from scrapy import Request

TAG = "$"
VISIT = "visit"  # Request.meta key: which row of the ledger a request is
_PLAIN = (str, bool, int, type(None))


class NotStorableError(ValueError):
    """A request holds a value that JSON cannot keep; the text names it."""


_TYPES: dict[type, tuple[str, Callable[[Any], Any]]] = {
    bytes: ("bytes", lambda value: b64encode(value).decode("ascii")),
    datetime: ("datetime", datetime.isoformat),
    date: ("date", date.isoformat),
    time: ("time", time.isoformat),
    timedelta: ("timedelta", lambda value: [value.days, value.seconds, value.microseconds]),
    Decimal: ("decimal", str),
    float: ("float", repr),  # NaN and the infinities, which JSON has not
}
_READERS: dict[str, Callable[[Any], Any]] = {
    "bytes": b64decode,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda value: timedelta(*value),
    "decimal": Decimal,
    "float": float,
    "tuple": lambda value: tuple(_read(each) for each in value),
    "set": lambda value: {_read(each) for each in value},
    "frozenset": lambda value: frozenset(_read(each) for each in value),
    "dict": lambda value: {_read(key): _read(each) for key, each in value},
    "item": lambda value: _read_item(*value),
}


def to_payload(request: Request, spider: Any) -> str:
    """Return what makes a request more than its URL, as ASCII JSON.

    Raises NotStorableError, naming the value, if something of it is known to this process only.
    """
    said: dict[str, Any] = {}
    if type(request) is not Request:
        said["class"] = _path(type(request))
    for name in ("callback", "errback"):
        function = getattr(request, name)
        if function is not None:
            said[name] = _method(spider, name, function)
    if request.headers:
        said["headers"] = _headers(request)
    if request.body:
        said["body"] = b64encode(request.body).decode("ascii")
    said |= {name: _write(value, name) for name in _SAID if (value := getattr(request, name))}
    if request.encoding != "utf-8":
        said["encoding"] = request.encoding
    return json.dumps(said, separators=(",", ":"))


_SAID = ("cookies", "meta", "cb_kwargs", "flags", "dont_filter")


def _headers(request: Request) -> list[Any]:
    return [
        [name.decode("latin-1"), [value.decode("latin-1") for value in values]]
        for name, values in request.headers.items()
    ]


def to_request(url: str, method: str, priority: int, payload: str, spider: Any) -> Request:
    """Build the request again; raises ValueError if its callback or class is no more."""
    said: dict[str, Any] = json.loads(payload) if payload else {}
    kind = _loaded(said["class"]) if "class" in said else Request
    if not issubclass(kind, Request):
        raise TypeError(f"{said['class']} is no Request")
    arguments = {name: _read(said[name]) for name in (*_SAID, "encoding") if name in said}
    for name in ("callback", "errback"):
        if name in said:
            arguments[name] = _found(spider, said[name])
    headers, body = dict(said.get("headers", ())), b64decode(said.get("body", ""))
    return kind(url, method=method, priority=priority, headers=headers, body=body, **arguments)


def _method(spider: Any, name: str, function: Any) -> str:
    word = str(getattr(function, "__name__", ""))
    if getattr(function, "__self__", None) is not spider or not hasattr(spider, word):
        shown = word or repr(function)
        raise NotStorableError(
            f"its {name} {shown} is not a method of the spider, so no other process can call it"
        )
    return word


def _found(spider: Any, word: str) -> Any:
    function = getattr(spider, word, None)
    if function is None:
        raise ValueError(f"the spider has no method {word!r} any more")
    return function


def _write(value: Any, where: str) -> Any:
    kind = type(value)
    if kind in _PLAIN or (kind is float and math.isfinite(value)):
        return value
    if kind is list:
        return [_write(each, f"{where}[{n}]") for n, each in enumerate(value)]
    if isinstance(value, dict):
        return _write_dict(value, where)
    return {TAG: _tagged(value, where)}


def _tagged(value: Any, where: str) -> list[Any]:
    kind = type(value)
    if kind in {tuple, set, frozenset}:
        return [kind.__name__, [_write(each, f"{where}[{n}]") for n, each in enumerate(value)]]
    if kind in _TYPES:
        name, convert = _TYPES[kind]
        return [name, convert(value)]
    if is_dataclass(value) and isinstance(getattr(value, "model", None), str):
        said = {each.name: getattr(value, each.name) for each in fields(value)}
        return ["item", [_path(kind), _write_dict(said, where)]]
    raise NotStorableError(
        f"{where} is a {kind.__module__}.{kind.__qualname__}, which JSON cannot keep; "
        "put plain values there (text, numbers, dates, lists, dicts, items)"
    )


def _write_dict(value: Mapping[Any, Any], where: str) -> Any:
    if all(type(key) is str for key in value) and TAG not in value:
        return {key: _write(each, f"{where}[{key!r}]") for key, each in value.items()}
    pairs = [
        [_write(key, f"a key of {where}"), _write(each, f"{where}[{key!r}]")]
        for key, each in value.items()
    ]
    return {TAG: ["dict", pairs]}


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return [_read(each) for each in value]
    if isinstance(value, dict):
        if TAG in value:
            name, inner = value[TAG]
            return _READERS[name](inner)
        return {key: _read(each) for key, each in value.items()}
    return value


def _read_item(path: str, said: Mapping[str, Any]) -> Any:
    kind = _loaded(path)
    if not is_dataclass(kind) or not isinstance(getattr(kind, "model", None), str):
        raise TypeError(f"{path} is no item")
    return kind(**_read(said))  # type: ignore[operator]


def _path(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


def _loaded(path: str) -> Any:
    """Return a class of a module that is loaded already: a row of a table imports nothing."""
    module, _, name = path.partition(":")
    found = getattr(sys.modules.get(module), name, None)
    if not isinstance(found, type):
        raise ValueError(f"there is no class {name} in the loaded module {module} any more")  # noqa: TRY004
    return found
