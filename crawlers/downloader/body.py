"""From what came over the wire to a whole, unpacked response, or an error that says why not."""

from scrapy.http import HtmlResponse, Request, Response, TextResponse
from scrapy.responsetypes import responsetypes

from crawlers.downloader.decoding import decode, encodings_of
from crawlers.downloader.errors import TruncatedError

# Request.meta key: only so many first bytes of the body matter, and they may be cut.
FIRST_BYTES = "first_bytes"
_TAIL = 2048
_OK = 200


def finish(request: Request, response: Response, max_size: int) -> Response:
    """Unpack the body and refuse a half one.

    This is done by the download handler, not by a downloader middleware: Scrapy does not show
    what a middleware's `process_response` raises to the retry middleware.
    """
    if request.method == "HEAD":
        return response
    whole = "download_stopped" not in response.flags
    first_bytes = request.meta.get(FIRST_BYTES)
    if first_bytes:
        whole, max_size = False, first_bytes
    else:
        max_size = request.meta.get("download_maxsize", max_size)
    response = _unpacked(response, max_size, whole=whole)
    if whole:
        _check_end(response)
    if first_bytes and len(response.body) > first_bytes:
        return response.replace(body=response.body[:first_bytes])
    return response


def _unpacked(response: Response, max_size: int, *, whole: bool) -> Response:
    encodings = encodings_of(response.headers.getlist("Content-Encoding"))
    response.headers.pop("Content-Encoding", None)
    if not encodings or (not response.body and response.status != _OK):
        return response
    body = decode(response.body, encodings, max_size, whole=whole)
    kind = responsetypes.from_args(headers=response.headers, url=response.url, body=body)
    if issubclass(kind, TextResponse):
        return response.replace(cls=kind, body=body, encoding=None)
    return response.replace(cls=kind, body=body)


def _check_end(response: Response) -> None:
    # Without Content-Length or chunks the end of the connection is the end of the body, so a cut
    # looks like an end (RFC 9112 §8). A page shows its own end; other formats cannot be told.
    if "partial" not in response.flags or not isinstance(response, HtmlResponse):
        return
    tail = response.body[-_TAIL:].lower()
    if b"</html" not in tail and b"</body" not in tail and b"</frameset" not in tail:
        raise TruncatedError(f"{response.url} ends before </html>, and has no Content-Length.")
