"""Hears whatever a page asks for elsewhere."""

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Beacon(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.heard.append(self.path)
        page = self.path == "/page"
        self.send_response(200 if page else 204)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.server.page.encode() if page else b"")

    def do_POST(self):
        self.do_GET()

    def do_OPTIONS(self):
        self.do_GET()

    def log_message(self, *args):
        pass


@contextlib.contextmanager
def listening():
    """Run a beacon: `heard` are the paths it was asked for, `page` is what it has at /page."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Beacon) as server:
        server.heard, server.page = [], ""
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def said(driver):
    """Return what stands in the browser's console, but for answers that are no pages."""
    heard = driver.get_log("browser")
    # Chromium's advice on forms is no act of anything.
    heard = [each for each in heard if each["source"] != "recommendation"]
    return [each for each in heard if "Failed to load resource" not in each["message"]]
