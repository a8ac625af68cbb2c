"""What a page need not load: pictures, fonts, media, styles, other sites, URL patterns."""

import re
from collections.abc import Iterable, Mapping
from fnmatch import translate
from typing import Final
from urllib.parse import urlsplit

from tldextract import TLDExtract

# Sec-Fetch-Dest (Fetch Metadata, W3C) of each kind; plain http pages do not say it.
KINDS: Final[Mapping[str, frozenset[str]]] = {
    "images": frozenset({"image"}),
    "fonts": frozenset({"font"}),
    "media": frozenset({"audio", "video", "track"}),
    "css": frozenset({"style"}),
}
THIRD_PARTIES: Final = "third-parties"
# Where Sec-Fetch-Dest is missing, Accept tells pictures and styles, the extension the rest.
_BY_ACCEPT: Final = {"image/": "image", "text/css": "style"}
_BY_EXTENSION: Final = re.compile(
    r"\.(?:(?P<font>woff2?|ttf|otf|eot)|(?P<video>mp[34]|m4[av]|webm|og[agv]|wav|flac|mov|m3u8|ts))$",
    re.IGNORECASE,
)

_split = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


class Blocking:
    """Decides by BROWSER_BLOCK; ValueError for an entry that is neither kind nor pattern."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._dests: set[str] = set()
        self._no_third_parties = False
        patterns: list[str] = []
        for entry in entries:
            if entry in KINDS:
                self._dests |= KINDS[entry]
            elif entry == THIRD_PARTIES:
                self._no_third_parties = True
            elif "*" in entry or "/" in entry or "." in entry:
                patterns.append(translate(entry if "*" in entry else f"*{entry}*"))
            else:
                known = ", ".join((*KINDS, THIRD_PARTIES))
                raise ValueError(f"no kind {entry!r}; there are {known}, and patterns like *.gif")
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def blocks(self, url: str, page: str, headers: Mapping[str, str]) -> bool:
        """Say whether a page goes without this; names of `headers` are in lower case."""
        if self._dests and dest_of(url, headers) in self._dests:
            return True
        if self._pattern is not None and self._pattern.match(url):
            return True
        return self._no_third_parties and site_of(url) != site_of(page)


def dest_of(url: str, headers: Mapping[str, str]) -> str:
    """Return what a request is for, as Sec-Fetch-Dest or, where that is missing, by its looks."""
    if dest := headers.get("sec-fetch-dest"):
        return dest
    accept = headers.get("accept", "")
    for start, dest in _BY_ACCEPT.items():
        if accept.startswith(start):
            return dest
    found = _BY_EXTENSION.search(urlsplit(url).path)
    return found.lastgroup or "" if found else ""


def site_of(url: str) -> str:
    """Return the registrable domain of a URL's host, or the host where it has none."""
    host = urlsplit(url).hostname or ""
    return _split(host).top_domain_under_public_suffix or host
