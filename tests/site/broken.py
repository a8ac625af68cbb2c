"""Answers that break off, break the rules of HTTP, or never come."""

import gzip

from tests.site.answers import HTML, answer, head, page

WHOLE = page("Cut", "<h1>Cut</h1>" + "<p>A line that is long enough to be cut.</p>\n" * 50)
HALF = WHOLE[: len(WHOLE) // 2].encode()


def cut_length(site, request):
    """Promise more bytes than are sent."""
    yield head(200, [("Content-Type", HTML), ("Content-Length", str(2 * len(HALF)))]) + HALF


def cut_chunked(site, request):
    """Send chunks without the last, empty one."""
    yield head(200, [("Content-Type", HTML), ("Transfer-Encoding", "chunked")])
    yield f"{len(HALF):x}\r\n".encode() + HALF + b"\r\n"


def cut_gzip(site, request):
    """Send half of a gzip body, framed as if it were whole."""
    packed = gzip.compress(WHOLE.encode(), mtime=0)
    return answer(packed[: len(packed) // 2], headers=[("Content-Encoding", "gzip")])


def cut_html(site, request):
    """Send half a page, ended by closing the connection: HTTP cannot tell, HTML can."""
    yield head(200, [("Content-Type", HTML), ("Connection", "close")]) + HALF


def hang(site, request):
    """Never answer: ?seconds= at most."""
    yield float(request.value("seconds", "3600"))


def drop(site, request):
    """Close the connection without a byte."""
    yield b""


def drip(site, request):
    """Send ?bytes= bytes, one every ?every= seconds."""
    total = int(request.value("bytes", "100"))
    yield head(200, [("Content-Type", HTML), ("Content-Length", str(total))])
    for _ in range(total):
        yield b"x"
        yield float(request.value("every", "0.1"))


def bad_head(site, request):
    """Send what is not HTTP."""
    yield b"\x16\x03\x01 this is not HTTP\r\n\r\n"


FAULTS = {
    "cut-length": cut_length,
    "cut-chunked": cut_chunked,
    "cut-gzip": cut_gzip,
    "cut-html": cut_html,
    "hang": hang,
    "drop": drop,
    "drip": drip,
    "bad-head": bad_head,
}
