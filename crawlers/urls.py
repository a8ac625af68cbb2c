"""Canonical URLs: the natural key of a page.

Two spellings of one address must be one row, and two pages must never become one; where both
cannot be had, the second rule wins. So `ref`, `page`, `lang` and a short `sid` stay.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final
from urllib.parse import urljoin, urlsplit

from scrapy.linkextractors import IGNORED_EXTENSIONS
from w3lib.url import canonicalize_url, safe_url_string

LONGEST: Final = 2_000  # characters of a canonical URL: what every browser, server and index takes

_LONGEST_WRITTEN: Final = 16_000  # before tracking and fragments are dropped
_DEFAULT_PORTS: Final = {("http", "80"), ("https", "443")}
_HOST: Final = re.compile(
    r"(?:.*@)?(?P<host>(?:[a-z0-9_-]+\.)*[a-z0-9_-]+|\[[0-9a-f:.]+\])\.?(?::(?P<port>[0-9]*))?"
)
_SESSION_IN_PATH: Final = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_INDEX: Final = re.compile(r"(?<=/)(?:index\.html?|index\.php|default\.html?)\Z")

# Written into links by campaigns and analytics; the page does not depend on them.
TRACKING: Final = frozenset(
    {"gclid", "gclsrc", "dclid", "gbraid", "wbraid", "fbclid", "msclkid", "yclid", "twclid"}
    | {"ttclid", "igshid", "mc_cid", "mc_eid", "mkt_tok", "_ga", "_gl", "_hsenc", "_hsmi"}
)
# Written into links by servers whose visitor has no cookie yet: a new one for each visit.
SESSION: Final = frozenset({"jsessionid", "phpsessid", "cfid", "cftoken", "oscsid", "zenid"})
_LONG_SID: Final = re.compile(r"[0-9a-fA-F]{32,64}")
_FILES: Final = frozenset(IGNORED_EXTENSIONS) | {"gz"}


@lru_cache(maxsize=8_192)
def canonical(url: str) -> str:
    """Name a page: one spelling for all that mean the same address.

    Scheme and host in lower case, the host in punycode; user, default port and fragment dropped;
    dot segments and percent-encoding normalised (RFC 3986, 6.2.2); parameters sorted, as Scrapy's
    own request fingerprint sees them; tracking parameters and session ids dropped; an index file
    is its directory. Raises ValueError for what is no http or https URL with a host, or is longer
    than 2,000 characters. `canonical(canonical(url)) == canonical(url)`.
    """
    if len(url) > _LONGEST_WRITTEN:
        raise ValueError(f"longer than {_LONGEST_WRITTEN:,} characters: {url[:80]!r}…")
    url = canonicalize_url(url)
    # What stands before a session id may be a dot segment once the id is gone.
    while ";" in url and (shorter := _without_session(url)) != url:
        url = canonicalize_url(shorter)
    url = _clean(url)
    if len(url) > LONGEST:
        raise ValueError(f"longer than {LONGEST:,} characters: {url[:80]!r}…")
    return url


def site(key: str) -> str:
    """Name the host of a canonical URL, with its port if that is not the scheme's own."""
    return key.split("/", 3)[2]


def resolve(base: str, hrefs: Iterable[str], encoding: str) -> Iterator[tuple[str, str]]:
    """Pair every link that names a page with its canonical URL: (canonical, as written).

    The fragment is dropped; what is no http or https URL is passed over. `encoding` is the page's:
    browsers write a query's other letters in it, and read a backslash as a slash.
    """
    for written in dict.fromkeys(each.partition("#")[0].strip() for each in hrefs):
        href = written.replace("\\", "/") if written.startswith("\\") else written
        try:
            url = urljoin(base, href) if href else ""
            if not url.isascii():
                url = safe_url_string(url, encoding)
            if url:
                yield canonical(url), url
        except (ValueError, LookupError):
            continue


def is_file(key: str) -> bool:
    """Tell from a canonical URL's extension that no page is there (Scrapy's list, and .gz)."""
    stem, _, extension = key.partition("?")[0].rpartition("/")[2].rpartition(".")
    return bool(stem) and extension.lower() in _FILES


def is_trap(key: str) -> bool:
    """Tell that a canonical URL grows by repeating itself, as relative links gone wrong do.

    A path segment three times in a row or five times in all; a parameter with one value thrice.
    """
    path, _, query = key.partition("?")
    segments = path.split("/")[3:]
    if len(segments) > 2 and any(  # noqa: PLR2004 -- three in a row
        name and len(list(run)) > 2  # noqa: PLR2004
        for name, run in groupby(segments)
    ):
        return True
    return _most(segments) > 4 or _most(query.split("&")) > 2  # noqa: PLR2004


def _most(parts: list[str]) -> int:
    """Count the part that comes most often."""
    return max(Counter(filter(None, parts)).values(), default=0)


def _without_session(url: str) -> str:
    address, mark, query = url.partition("?")
    return _SESSION_IN_PATH.sub("", address) + mark + query


def _clean(url: str) -> str:
    """Drop from w3lib's canonical URL what names no page."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise ValueError(f"not an http or https URL: {url[:80]!r}")
    found = _HOST.fullmatch(parts.netloc)
    if not found:
        raise ValueError(f"not a URL with a host: {url[:80]!r}")
    host, port = found["host"], found["port"]
    if port and (parts.scheme, port) not in _DEFAULT_PORTS:
        host = f"{host}:{port}"
    path = _INDEX.sub("", parts.path) or "/"
    kept = [pair for pair in parts.query.split("&") if _names_page(pair)] if parts.query else []
    return f"{parts.scheme}://{host}{path}{'?' if kept else ''}{'&'.join(kept)}"


def _names_page(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in TRACKING or name in SESSION or name.startswith(("utm_", "aspsessionid")):
        return False
    return bool(name or value) and not (name == "sid" and _LONG_SID.fullmatch(value))
