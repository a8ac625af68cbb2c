"""Every packing, whole, cut and hostile."""

import contextlib
import gzip
import zlib

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from crawlers.downloader.decoding import Bound, decode, encodings_of
from crawlers.downloader.errors import DecodeError, TooLargeError, TruncatedError

PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress,
           "zstd": zstd.compress}  # fmt: skip
SMALL = Bound(1000)


@given(st.binary(max_size=300_000), st.lists(st.sampled_from(sorted(PACKERS)), max_size=3))
def test_decoding_undoes_packing(body, names):
    packed = body
    for name in names:
        packed = PACKERS[name](packed)
    assert decode(packed, names, Bound(0)) == body


@given(st.binary(min_size=1, max_size=3000), st.sampled_from(sorted(PACKERS)), st.data())
def test_decoding_never_takes_a_cut_body_for_whole(body, name, data):
    packed = PACKERS[name](body)
    end = data.draw(st.integers(0, len(packed) - 1))
    with pytest.raises((TruncatedError, DecodeError)):
        decode(packed[:end], [name], Bound(0))
    assert body.startswith(decode(packed[:end], [name], Bound(0, cut_ok=True)))


@given(st.binary(max_size=2000), st.sampled_from(sorted(PACKERS)))
def test_decoding_garbage_raises_only_our_errors(body, name):
    with contextlib.suppress(DecodeError, TruncatedError, TooLargeError):
        decode(body, [name], SMALL)


@pytest.mark.parametrize("name", sorted(PACKERS))
def test_decoding_stops_at_the_limit(name):
    packed = PACKERS[name](bytes(10**6))
    with pytest.raises(TooLargeError):
        decode(packed, [name], SMALL)
    assert decode(packed, [name], Bound(1000, excess_ok=True)) == bytes(1000)


def test_decoding_reads_the_header():
    assert encodings_of([b"GZIP, identity", b" br ,"]) == ["gzip", "br"]
    assert encodings_of([]) == []
