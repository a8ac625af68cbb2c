"""Unpack a body: never more than asked for, and never a half one unnoticed.

Scrapy's own decoders return what they got of a stream that was cut, and allow zstd windows of
128 MiB.
"""

import sys
import zlib
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from io import BytesIO

import brotli  # type: ignore[import-untyped]

from crawlers.downloader.errors import DecodeError, TooLargeError, TruncatedError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_Stream = Generator[bytes, None, None]

# Ours: two are seen (gzip twice, by a server and its proxy); a long list is an attack.
ENCODINGS_MAX = 3
# Ours: 16 MiB in the 64 KiB members that bgzip writes; each member costs a new decoder.
MEMBERS_MAX = 1000
# RFC 9659 §3: a zstd content coding must not need a window over 8 MiB.
ZSTD_WINDOW_LOG = 23
_CHUNK = 64 * 1024
_GZIP = zlib.MAX_WBITS | 16
_GZIP_MAGIC = b"\x1f\x8b"
# Said by servers that mean "not packed".
_NO_ENCODING = {"", "identity", "none", "utf-8"}


def encodings_of(header: list[bytes]) -> list[str]:
    """List the content codings of a message in the order in which they were applied."""
    names = b",".join(header).decode("latin-1").lower().split(",")
    return [name.strip() for name in names if name.strip() not in _NO_ENCODING]


@dataclass(frozen=True, slots=True)
class Bound:
    """How much of a body is wanted, and what is an error."""

    max_size: int  # 0: no limit
    excess_ok: bool = False  # more is cut off, else refused
    cut_ok: bool = False  # what was read of a stream that was cut will do, else refused


def decode(body: bytes, encodings: list[str], bound: Bound) -> bytes:
    """Undo the encodings, last first."""
    if len(encodings) > ENCODINGS_MAX:
        raise DecodeError(f"{len(encodings)} content encodings on one body.")
    for name in reversed(encodings):
        unpack = _UNPACKERS.get(name.removeprefix("x-"))
        if unpack is None:
            raise DecodeError(f"Unknown content encoding {name!r}.")
        try:
            body = _collect(unpack(body), bound)
        except (zlib.error, brotli.error, zstd.ZstdError) as error:
            raise DecodeError(f"The body is not {name}: {error}.") from error
    return body


def _collect(stream: _Stream, bound: Bound) -> bytes:
    # Closed, not left to the collector: an error's traceback would hold buffer and decoder.
    with BytesIO() as buffer, closing(stream):
        try:
            for part in stream:
                buffer.write(part)
                if bound.max_size and buffer.tell() > bound.max_size:
                    if not bound.excess_ok:
                        message = f"The unpacked body is over {bound.max_size} bytes."
                        raise TooLargeError(message)
                    buffer.truncate(bound.max_size)
                    break
        except TruncatedError:
            if not bound.cut_ok:
                raise
        return buffer.getvalue()


def _inflate(body: bytes, wbits: int) -> _Stream:
    position = 0
    for _ in range(MEMBERS_MAX):
        state = zlib.decompressobj(wbits)
        while not state.eof:
            piece = state.unconsumed_tail
            if not piece:
                piece = body[position : position + _CHUNK]
                position += len(piece)
            part = state.decompress(piece, _CHUNK)
            if not part and not piece:
                raise TruncatedError("The compressed body is cut.")
            yield part
        position -= len(state.unused_data)
        # RFC 1952 §2.2: a gzip file is a series of members; what else follows is padding.
        if wbits != _GZIP or not body.startswith(_GZIP_MAGIC, position):
            return
    raise DecodeError(f"The gzip body has over {MEMBERS_MAX} members.")


def _undeflate(body: bytes) -> _Stream:
    # RFC 9110 §8.4.1.2: some send raw deflate without zlib's header.
    try:
        zlib.decompressobj().decompress(body[:_CHUNK], _CHUNK)
    except zlib.error:
        return _inflate(body, -zlib.MAX_WBITS)
    return _inflate(body, zlib.MAX_WBITS)


def _unbrotli(body: bytes) -> _Stream:
    state = brotli.Decompressor()
    position = 0
    while not state.is_finished():
        piece = b""
        if state.can_accept_more_data():
            piece = body[position : position + _CHUNK]
            position += len(piece)
        part = state.process(piece, output_buffer_limit=_CHUNK)
        if not part and not piece:
            raise TruncatedError("The compressed body is cut.")
        yield part


def _unzstd(body: bytes) -> _Stream:
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW_LOG}
    position = 0
    for _ in range(MEMBERS_MAX):
        state = zstd.ZstdDecompressor(options=options)
        while not state.eof:
            piece = b""
            if state.needs_input:
                piece = body[position : position + _CHUNK]
                position += len(piece)
            part = state.decompress(piece, _CHUNK)
            if not part and not piece:
                raise TruncatedError("The compressed body is cut.")
            yield part
        position -= len(state.unused_data)
        if position >= len(body):
            return
    raise DecodeError(f"The zstd body has over {MEMBERS_MAX} frames.")


_UNPACKERS: dict[str, Callable[[bytes], _Stream]] = {
    "gzip": partial(_inflate, wbits=_GZIP),
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
