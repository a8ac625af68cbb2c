"""Pages made to exhaust their reader: memory stays bounded, and each page has its fate."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from crawlers.downloader.markup import ATTRIBUTES_MAX, TAGS_MAX
from tests.crawling import running_crawl
from tests.measuring import peak_memory

SIZE = 16 * 1024 * 1024 - 1000
LIMIT_MB = 400


def page(content):
    return b"<html><body>" + content + b"</body></html>"


def filled(tags):
    """Return a page of the largest size with so many paragraphs."""
    paragraph = b"<p>" + b"y" * (SIZE // tags - 3)
    return page(paragraph * tags)


EDGE = {f"/edge{number}.html": filled(TAGS_MAX - 10 - number) for number in range(4)}
PAGES = {
    **EDGE,
    "/words.html": page(b"word " * (SIZE // 5)),
    "/flat.html": page(b"<p>x" * (SIZE // 4)),
    "/bold.html": page(b"<b>x" * (SIZE // 4)),
    "/attributes.html": page(b"<p " + b" ".join(b"a%d" % n for n in range(1_500_000)) + b">"),
    "/hidden.html": page(
        b"<p x='<' " + b" ".join(b"a%d='>'" % n for n in range(ATTRIBUTES_MAX * 50)) + b">"
    ),
}
LINKS = b"".join(b"<a href=%s>x</a>" % path.encode() for path in PAGES)


class Hostile(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = page(LINKS) if self.path == "/" else PAGES.get(self.path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *args):
        pass


@pytest.fixture
def hostile_site():
    with ThreadingHTTPServer(("127.0.0.1", 0), Hostile) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_memory_is_bounded_whatever_the_markup(hostile_site, tmp_path):
    log = tmp_path / "log"
    settings = {"ADDONS": "{}", "DJANGO_ENABLED": 0, "DOWNLOAD_WARNSIZE": 0}
    with running_crawl("pages", args={"url": hostile_site}, settings=settings, log=log) as process:
        peak = peak_memory(process)
        assert process.wait(60) == 3
    said = log.read_text()
    assert "'pages/fate/too_large': 4" in said  # flat, bold, attributes, hidden
    assert "'item_scraped_count': 6" in said  # the start, four at the edge, words
    assert 50 < peak < LIMIT_MB
