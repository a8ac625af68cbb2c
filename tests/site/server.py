"""The practice site's HTTP server: a thread for each connection, kept alive, quiet."""

import select
import socket
import socketserver
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.site.answers import Request

LINE = 65536


class Handler(BaseHTTPRequestHandler):
    """Reads requests by hand: http.server's own parser costs more than all the rest."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_one_request(self):
        request = self._read()
        if request is None:
            self.close_connection = True
            return
        if self.server.delay:
            self._wait(self.server.delay)
        self._send(self.server.site.respond(request), request)

    def _read(self):
        words = self.rfile.readline(LINE).decode("latin-1").split()
        if len(words) != 3:
            return None
        headers = {}
        while (line := self.rfile.readline(LINE)) not in {b"\r\n", b"\n", b""}:
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        body = self.rfile.read(int(headers.get("content-length") or 0))
        self.close_connection = (
            words[2] == "HTTP/1.0" or headers.get("connection", "").lower() == "close"
        )
        return Request(words[0], words[1], headers, body)

    def _send(self, response, request):
        if isinstance(response, bytes):
            if request.method == "HEAD":
                response = response.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            self.connection.sendall(response)
            return
        self.close_connection = True
        for part in response:
            if isinstance(part, bytes):
                self.connection.sendall(part)
            else:
                self._wait(part)

    def _wait(self, seconds):
        """Wait, but not for a client that is gone."""
        gone, _, _ = select.select([self.connection], [], [], seconds)
        if gone and not self.connection.recv(1, socket.MSG_PEEK):
            raise ConnectionResetError


class Server(ThreadingHTTPServer):
    """Listens on loopback only. `delay` seconds are waited before each answer."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def __init__(self, port, site, delay=0.0):
        self.site, self.delay = site, delay
        super().__init__(("127.0.0.1", port), Handler)

    def server_bind(self):
        # http.server asks for the host's full name here, which may ask a name server.
        socketserver.TCPServer.server_bind(self)

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"
