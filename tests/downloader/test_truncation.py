"""A page that was cut never becomes an item: it is tried again, then it failed."""

import gzip
import zlib

import brotli
from backports import zstd

from tests.downloader.probe import probe
from tests.downloader.server import PAGE, RawServer, answer

HTML = b"<html><body>" + bytes(range(32, 127)) * 300 + b"</body></html>"
CUT = HTML[: len(HTML) // 2]


def closing(body, **headers):
    return answer(body, content_length=False, connection="close", **headers)


def chunked(body, end):
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n"
    return head + b"connection: close\r\n\r\n%x\r\n%s\r\n" % (len(body), body) + end


def cut(packed, encoding):
    return answer(packed[: len(packed) // 2], content_encoding=encoding)


BAD = {
    "/length": answer(HTML, length=len(HTML) + 10, connection="close"),
    "/chunk": chunked(HTML, b""),
    "/gzip": cut(gzip.compress(HTML), "gzip"),
    "/deflate": cut(zlib.compress(HTML), "deflate"),
    "/br": cut(brotli.compress(HTML), "br"),
    "/zstd": cut(zstd.compress(HTML), "zstd"),
    "/empty": answer(b"", content_encoding="gzip"),
    "/gzip-trailer": answer(gzip.compress(HTML)[:-4], content_encoding="gzip"),
    "/close": closing(CUT),
    "/close-gzip": closing(gzip.compress(CUT), content_encoding="gzip"),
}
GOOD = {
    "/ok": answer(HTML),
    "/ok-chunk": chunked(HTML, b"0\r\n\r\n"),
    "/ok-gzip": answer(gzip.compress(HTML), content_encoding="x-gzip"),
    "/ok-members": answer(
        gzip.compress(CUT) + gzip.compress(HTML[len(CUT) :]), content_encoding="gzip"
    ),
    "/ok-padding": answer(gzip.compress(HTML) + bytes(20), content_encoding="gzip"),
    "/ok-deflate": answer(zlib.compress(HTML), content_encoding="deflate"),
    "/ok-raw": answer(zlib.compress(HTML)[2:-4], content_encoding="deflate"),
    "/ok-br": answer(brotli.compress(HTML), content_encoding="br"),
    "/ok-zstd": answer(zstd.compress(HTML), content_encoding="zstd"),
    "/ok-two": answer(brotli.compress(gzip.compress(HTML)), content_encoding="gzip, br"),
    "/ok-close": closing(HTML),
    "/ok-identity": answer(HTML, content_encoding="identity"),
}


def test_truncation_is_retried_and_failed(tmp_path):
    garbage = {
        "/garbage": answer(HTML, content_encoding="gzip"),
        "/unknown": answer(HTML, content_encoding="rot13"),
    }
    routes = {"/robots.txt": answer("", "404 Not Found")} | BAD | GOOD | garbage
    with RawServer(routes) as server:
        urls = [server.base + path for path in BAD | GOOD | garbage]
        result = probe(tmp_path, urls, named=[server.base])
        fates = {path: result.fate(server.base + path) for path in BAD | GOOD | garbage}
        tries = {path: len(server.times(path)) for path in BAD}
    assert fates == dict.fromkeys(BAD, "truncated") | dict.fromkeys(GOOD, 200) | dict.fromkeys(
        garbage, "decode_error"
    )
    assert tries == dict.fromkeys(BAD, 3)
    sizes = {page["size"] for page in result.pages.values()}
    assert sizes == {len(HTML)}
    assert {page["kind"] for page in result.pages.values()} == {"HtmlResponse"}


def test_truncation_second_try_may_be_whole(tmp_path):
    def flaky(times):
        return BAD["/length"] if times == 1 else PAGE

    with RawServer({"/robots.txt": answer("", "404 Not Found"), "/": flaky}) as server:
        result = probe(tmp_path, [server.base + "/"], named=[server.base])
    assert result.fate(server.base + "/") == 200
