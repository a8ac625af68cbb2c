"""The crawl's cookies, put into a tab in the browser's own words."""

from collections.abc import Iterable, Mapping
from typing import Any

from scrapy.http import Request
from scrapy.utils.httpobj import urlparse_cached


def carried_cookies(request: Request) -> dict[str, str]:
    """Return what the request's Cookie header says: name to value."""
    header = b"; ".join(request.headers.getlist("Cookie")).decode("utf-8", "replace")
    pairs = (pair.partition("=") for pair in header.split("; ") if pair)
    return {name: value for name, _, value in pairs}


def cookie_params(
    request: Request, carried: Mapping[str, str], known: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return what has to be set (CDP's CookieParam) so that the tab has what the request carries.

    The header does not say whose a cookie is. One that the tab knows keeps its domain and path: a
    second one of the same name would be sent beside it, and grow old.
    """
    host = urlparse_cached(request).hostname or ""
    ours = {each["name"]: each for each in known if _is_for(host, each["domain"])}
    params: list[dict[str, Any]] = []
    for name, value in carried.items():
        cookie = ours.get(name)
        if cookie is None:
            params.append({"name": name, "value": value, "url": request.url, "path": "/"})
        elif cookie["value"] != value:
            kept = {key: cookie[key] for key in ("name", "domain", "path", "secure", "httpOnly")}
            params.append(kept | {"value": value})
    return params


def _is_for(host: str, domain: str) -> bool:
    return host == domain or (domain.startswith(".") and f".{host}".endswith(domain))
