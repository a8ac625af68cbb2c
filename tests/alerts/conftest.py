"""A real mail server and a real web server that take alerts."""

import contextlib
import http.server
import json
import socketserver
import threading

import pytest


class Mailbox(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a client needs; keeps what it is given."""

    daemon_threads = True
    allow_reuse_address = True
    refuse = b""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mails = []

    @property
    def port(self):
        return self.server_address[1]


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 test\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._take()
            elif verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            elif verb == b"RCPT" and self.server.refuse:
                self.wfile.write(self.server.refuse)
            else:
                self.wfile.write(b"250 ok\r\n")

    def _take(self):
        self.wfile.write(b"354 go on\r\n")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        self.server.mails.append(b"".join(lines).decode())
        self.wfile.write(b"250 taken\r\n")


class Hook(http.server.ThreadingHTTPServer):
    """Takes webhooks; answers with `status`, or not before `go` is set."""

    daemon_threads = True
    status = 200
    location = ""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Taker)
        self.posts = []
        self.go = threading.Event()
        self.go.set()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/services/T000/secret-path"

    @property
    def texts(self):
        return [json.loads(body)["text"] for _, body in self.posts]


class _Taker(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((dict(self.headers) | {"path": self.path}, body))
        self.server.go.wait(60)
        with contextlib.suppress(OSError):  # whoever asked is dead
            self.send_response(self.server.status)
            if self.server.location:
                self.send_header("Location", self.server.location)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

    do_GET = do_POST  # noqa: N815 -- its name

    def log_message(self, *args):
        pass


@contextlib.contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def mailbox(settings):
    with serving(Mailbox()) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def hook():
    with serving(Hook()) as server:
        yield server
        server.go.set()
