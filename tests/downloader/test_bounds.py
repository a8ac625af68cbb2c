"""Whatever is served, memory and time have an end, and the fate says which."""

import asyncio
import gzip
import time

import pytest

from tests.downloader.bombs import brotli_bomb, gzip_bomb, zstd_bomb
from tests.downloader.probe import probe
from tests.downloader.server import RawServer, answer

NO_ROBOTS = {"/robots.txt": answer("", "404 Not Found")}
LIMIT_MB = 400


async def endless_body(server, writer, headers):
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n")
    while True:
        writer.write(b"<p>more</p>" * 5000)
        await writer.drain()


async def endless_chunks(server, writer, headers):
    writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        await writer.drain()


async def endless_headers(server, writer, headers):
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"x-more: and more\r\n" * 1000)
        await writer.drain()


async def endless_folded_header(server, writer, headers):
    writer.write(b"HTTP/1.1 200 OK\r\nx-more: a\r\n")
    while True:
        writer.write(b" and more\r\n" * 1000)
        await writer.drain()


async def endless_hints(server, writer, headers):
    while True:
        writer.write(b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n" * 500)
        await writer.drain()


async def trickle(server, writer, headers):
    writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"1\r\nx\r\n")
        await writer.drain()
        await asyncio.sleep(0.1)


def bomb(body, encoding):
    return answer(body, content_encoding=encoding)


@pytest.fixture(scope="module")
def server():
    gzipped = gzip_bomb()
    routes = NO_ROBOTS | {
        "/body": endless_body,
        "/chunks": endless_chunks,
        "/length": answer(b"x", length=10**12),
        "/headers": endless_headers,
        "/folded": endless_folded_header,
        "/hints": endless_hints,
        "/gzip": bomb(gzipped, "gzip"),
        "/gzip3": bomb(gzip.compress(gzip.compress(gzipped)), "gzip, gzip, gzip"),
        "/gzip4": bomb(b"x", "gzip, gzip, gzip, gzip"),
        "/deflate": bomb(gzip_bomb(15), "deflate"),
        "/raw": bomb(gzip_bomb(-15), "deflate"),
        "/br": bomb(brotli_bomb(), "br"),
        "/zstd": bomb(zstd_bomb(), "zstd"),
        "/window": bomb(zstd_bomb(27), "zstd"),
        "/members": bomb(gzip.compress(b"") * 100_000, "gzip"),
        "/full": answer(b"<html>" + b"one two " * (2 * 1024**2 - 1)),
        "/trickle": trickle,
    }
    with RawServer(routes) as running:
        yield running


FATES = {
    "body": "too_large", "chunks": "too_large", "length": "too_large", "headers": "too_large",
    "folded": "too_large", "hints": "too_large", "gzip": "too_large", "gzip3": "too_large",
    "gzip4": "decode_error", "deflate": "too_large", "raw": "too_large", "br": "too_large",
    "zstd": "too_large", "window": "decode_error", "members": "decode_error", "full": 200,
}  # fmt: skip


def test_bounds_hold_for_everything_at_once(tmp_path, server):
    urls = [f"{server.base}/{name}" for name in FATES]
    result = probe(tmp_path, urls * 2, named=[server.base])
    assert {name: result.fate(f"{server.base}/{name}") for name in FATES} == FATES
    assert result.peak < LIMIT_MB


@pytest.mark.parametrize("name", ["gzip", "br", "zstd", "body"])
def test_bounds_memory_of_one_bomb(tmp_path, server, name, record_property):
    result = probe(tmp_path, [f"{server.base}/{name}"], named=[server.base])
    record_property("peak_mb", result.peak)
    print(f"{name}: {result.peak:.0f} MB")
    assert result.fate(f"{server.base}/{name}") == "too_large"
    assert result.peak < LIMIT_MB / 2


def test_bounds_timeout_is_for_the_whole_answer(tmp_path, server):
    url = server.base + "/trickle"
    began = time.monotonic()
    settings = {"DOWNLOAD_TIMEOUT": 1.5, "RETRY_TIMES": 1}
    result = probe(tmp_path, [url], named=[server.base], settings=settings)
    assert result.fate(url) == "timeout"
    assert len(server.times("/trickle")) == 2
    assert time.monotonic() - began < 10
