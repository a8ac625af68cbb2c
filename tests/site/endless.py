"""Answers that are too much: bodies without measure, links without end."""

import functools
import importlib.util
import struct
import zlib

from tests.site.answers import HTML, answer, head, links, page

MIB = 1024 * 1024


def huge(site, request):
    """Send ?mb= MiB of page."""
    size = int(request.value("mb", "64"))
    yield head(200, [("Content-Type", HTML), ("Content-Length", str(size * MIB))])
    block = b"<p>much</p>\n    " * (MIB // 16)
    for _ in range(size):
        yield block


def gzip_bomb(site, request):
    """Send ?mb= MiB of nothing, in a thousandth of that."""
    body = _gzip_zeros(int(request.value("mb", "1024")))
    return answer(body, headers=[("Content-Encoding", "gzip")])


@functools.lru_cache(maxsize=4)
def _gzip_zeros(megabytes):
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 0
    for _ in range(megabytes):
        check = zlib.crc32(bytes(MIB), check)
    end = packer.flush() + struct.pack("<II", check, megabytes * MIB & 0xFFFFFFFF)
    return b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + block * megabytes + end


def brotli_bomb(site, request):
    """Send ?mb= MiB of nothing in a few bytes; 501 where brotli is not installed."""
    if importlib.util.find_spec("brotli") is None:
        return answer("", status=501)
    body = _brotli_zeros(int(request.value("mb", "256")))
    return answer(body, headers=[("Content-Encoding", "br")])


@functools.lru_cache(maxsize=4)
def _brotli_zeros(megabytes):
    brotli = importlib.import_module("brotli")
    packer = brotli.Compressor(quality=5, lgwin=24)
    return b"".join(packer.process(bytes(MIB)) for _ in range(megabytes)) + packer.finish()


def calendar(site, request):
    """Link every month to the next and the one before, for ever: /fault/calendar/2026/01/."""
    year, month = (int(part) for part in (*request.parts[2:4], "2026", "1")[:2])
    after = f"/fault/calendar/{year + month // 12}/{month % 12 + 1:02}/"
    before = f"/fault/calendar/{year - (month == 1)}/{(month - 2) % 12 + 1:02}/"
    title = f"{year}-{month:02}"
    return answer(page(title, f"<h1>{title}</h1>{links([before, after])}"))


def session(site, request):
    """Link the same five pages with another session id every time."""
    number = site.count("session")
    more = [f"/fault/session/{shown}?sid={number:08x}" for shown in range(1, 6)]
    shown = request.parts[-1]
    return answer(page(f"Session {shown}", f"<h1>Page {shown}</h1>{links(more)}"))


def deep(site, request):
    """Link one folder deeper, for ever."""
    return answer(page("Deep", f"<h1>{len(request.parts)}</h1>{links(['deeper/'])}"))


def meta_refresh(site, request):
    """Refresh to ?to= by a meta element (default: itself, for ever)."""
    to = request.value("to", "/fault/meta-refresh")
    return answer(page("Refresh", f'<meta http-equiv="refresh" content="0; url={to}">'))


def sitemap(site, request):
    """List two more sitemaps, for ever."""
    path = request.path.rstrip("/")
    rows = "".join(
        f"<sitemap><loc>http://{request.headers.get('host', '')}{path}/{n}</loc></sitemap>"
        for n in (1, 2)
    )
    body = f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'
    return answer(body, content_type="application/xml")


FAULTS = {
    "huge": huge,
    "gzip-bomb": gzip_bomb,
    "brotli-bomb": brotli_bomb,
    "calendar": calendar,
    "session": session,
    "deep": deep,
    "meta-refresh": meta_refresh,
    "sitemap": sitemap,
}
