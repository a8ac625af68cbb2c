"""From what came over the wire to a whole, unpacked response, or an error that says why not."""

from scrapy.http import HtmlResponse, Request, Response, TextResponse
from scrapy.responsetypes import responsetypes

from crawlers.downloader.decoding import Bound, decode, encodings_of
from crawlers.downloader.errors import TruncatedError
from crawlers.downloader.markup import check_markup

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
    bound = _bound(request, response, max_size)
    response = _unpacked(response, bound)
    if not bound.cut_ok:
        _check_end(response)
    if bound.excess_ok and len(response.body) > bound.max_size:
        return response.replace(body=response.body[: bound.max_size])
    check_markup(response)
    return response


def _bound(request: Request, response: Response, max_size: int) -> Bound:
    stopped = "download_stopped" in response.flags
    first_bytes: int | None = request.meta.get(FIRST_BYTES)
    if first_bytes:
        return Bound(first_bytes, excess_ok=True, cut_ok=stopped)
    return Bound(request.meta.get("download_maxsize", max_size), cut_ok=stopped)


def _unpacked(response: Response, bound: Bound) -> Response:
    encodings = encodings_of(response.headers.getlist("Content-Encoding"))
    response.headers.pop("Content-Encoding", None)
    if not encodings or (not response.body and response.status != _OK):
        return response
    body = decode(response.body, encodings, bound)
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
