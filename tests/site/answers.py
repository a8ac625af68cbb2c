"""Answers as bytes on the wire: a page is rendered once and sent as it is."""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qs, unquote, urlsplit

HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
JSON = "application/json"

# Bytes are one whole answer. An iterator sends its bytes as they come and waits for its numbers
# (seconds); the connection closes after it, since only broken answers need that.
Response = bytes | Iterator[bytes | float]


@dataclass(frozen=True, slots=True)
class Request:
    """One request, as far as the practice site reads it."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self):
        return urlsplit(self.target).path or "/"

    @property
    def parts(self):
        """The path's segments, decoded, the empty ones left out."""
        return [unquote(part) for part in self.path.split("/") if part]

    def value(self, name, default=""):
        """Return the first value of a query parameter."""
        return self.values(name)[0] if self.values(name) else default

    def values(self, name):
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True).get(name, [])


def head(status, headers):
    """Make a status line and headers, with the empty line after them."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"
    lines = [f"HTTP/1.1 {status} {phrase}", "Server: practice"]
    lines += [f"{name}: {value}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def answer(body, *, status=200, content_type=HTML, headers=()):
    """Make one whole, well-framed answer. No content type is sent when it is None."""
    data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    typed = () if content_type is None else (("Content-Type", content_type),)
    return head(status, (*typed, *headers, ("Content-Length", str(len(data))))) + data


def redirect(location, status=302):
    return answer("", status=status, headers=(("Location", location),))


def page(title, body, *, language="en"):
    """Make a plain HTML document; `title` and `body` are markup."""
    titled = "" if title is None else f"<title>{title}</title>"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>{titled}</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def links(urls):
    """Make a list of links."""
    rows = (f'<li><a href="{html.escape(url)}">{html.escape(url)}</a></li>' for url in urls)
    return "<ul>\n" + "\n".join(rows) + "\n</ul>"
