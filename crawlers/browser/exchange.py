"""One request of the browser, as the crawl sends it; one answer, as the browser gets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlsplit

import h11
from scrapy.http import Request, Response

# RFC 9110 §7.6.1, and what is said to a proxy; client hints name a browser that we are not.
_NOT_SENT: Final = frozenset(
    {"connection", "keep-alive", "proxy-connection", "proxy-authorization", "te", "trailer"}
    | {"transfer-encoding", "upgrade", "content-length", "host"}
)
# The crawl unpacks bodies. HSTS and Alt-Svc would make the browser change addresses by itself.
_NOT_PASSED: Final = frozenset(
    {b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-connection", b"te", b"trailer"}
    | {b"transfer-encoding", b"upgrade", b"content-length", b"content-encoding"}
    | {b"strict-transport-security", b"alt-svc"}
)
_NO_BODY: Final = frozenset({204, 205, 304})


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request as the browser made it; header names are in lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def of(cls, origin: str, head: h11.Request, body: bytes) -> Self | None:
        """Read a request to a proxy (absolute) or in a tunnel to an origin; None for no URL."""
        target = head.target.decode("latin-1")
        url = origin + target if origin else target
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            return None
        headers: dict[str, str] = {}
        for name, value in head.headers:
            key, text = name.decode("latin-1"), value.decode("latin-1")
            headers[key] = f"{headers[key]}, {text}" if key in headers else text
        return cls(head.method.decode("latin-1"), url, headers, body)

    @property
    def is_navigation(self) -> bool:
        """Say whether the tab itself goes there.

        Plain http pages send no Sec-Fetch-Dest; there a frame cannot be told from the tab.
        """
        dest = self.headers.get("sec-fetch-dest")
        return dest == "document" if dest else "upgrade-insecure-requests" in self.headers

    @property
    def is_speculative(self) -> bool:
        """Say whether nobody asked for it yet (prefetch, prerender)."""
        return "sec-purpose" in self.headers or self.headers.get("purpose") == "prefetch"

    @property
    def is_worker(self) -> bool:
        """Say whether it installs a service worker, which would answer for later pages."""
        return "service-worker" in self.headers

    @property
    def is_stream(self) -> bool:
        """Say whether the answer is not meant to end, or is no HTTP."""
        accept = self.headers.get("accept", "")
        return accept == "text/event-stream" or "upgrade" in self.headers

    def request(self, user_agent: str | None) -> Request:
        """Make the crawl's own request of it."""
        headers = {
            name: value
            for name, value in self.headers.items()
            if name not in _NOT_SENT and not name.startswith("sec-ch-")
        }
        if user_agent:
            headers["user-agent"] = user_agent
        return Request(self.url, method=self.method, headers=headers, body=self.body)


def passed_on(
    response: Response, *, keep: bool = True
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Return status, headers and body for the browser; `keep` lets it cache the answer."""
    headers = [
        (name, value)
        for name, values in response.headers.items()
        if name.lower() not in _NOT_PASSED
        for value in values
    ]
    if not keep:
        headers = [pair for pair in headers if pair[0].lower() != b"cache-control"]
        headers.append((b"Cache-Control", b"no-store"))
    body = b"" if response.status in _NO_BODY else response.body
    if response.status not in _NO_BODY:
        headers.append((b"Content-Length", b"%d" % len(body)))
    return response.status, headers, body
