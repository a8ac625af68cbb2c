"""Small bodies that unpack to hundreds of megabytes."""

import zlib

import brotli
from backports import zstd

SIZE = 300 * 1024**2
BLOCK = bytes(1024**2)


def packed(state, finish, size=SIZE):
    return b"".join(state(BLOCK) for _ in range(size // len(BLOCK))) + finish()


def gzip_bomb(wbits=31):
    state = zlib.compressobj(1, zlib.DEFLATED, wbits)
    return packed(state.compress, state.flush)


def brotli_bomb():
    state = brotli.Compressor(quality=1, lgwin=24)
    return packed(state.process, state.finish, 3 * SIZE)


def zstd_bomb(window_log=None):
    options = {zstd.CompressionParameter.window_log: window_log} if window_log else {}
    state = zstd.ZstdCompressor(options=options)
    return packed(state.compress, state.flush)
