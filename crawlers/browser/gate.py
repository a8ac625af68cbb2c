"""The browser's only way out: all it asks for passes here, and is fetched by the crawl itself."""

import asyncio
import secrets
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

import h11

from crawlers.browser.certificate import GateCertificate
from crawlers.browser.connection import GateConnection, Reply
from crawlers.browser.exchange import Exchange
from crawlers.browser.traffic import Traffic

# A reserved name (RFC 6761), which no name server answers: Chromium is told where it leads.
DOMAIN: Final = "gate.test"


class Gate:
    """A forward proxy on loopback that answers to its own crawl's tabs only.

    A tab is known by an unguessable name that its browser context alone has for the gate, and
    that TLS says (SNI) before anything else; a stranger's greeting is refused. TLS to the web is
    ended here, by a certificate that only this browser trusts, and made anew by the crawl's own
    download handler, with its checks.
    """

    def __init__(self, answer: Callable[[Traffic, Exchange], Awaitable[Reply]]) -> None:
        self._answer = answer
        self._tabs: dict[str, Traffic | None] = {}
        self._names: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
        self._server: asyncio.Server | None = None
        self.connections: set[GateConnection] = set()
        self.strangers = 0
        self.pin = ""
        self.port = 0

    async def open(self, folder: Path, host: str) -> None:
        """Listen at `host`, on any free port; the key passes through a file in `folder`."""
        certificate = GateCertificate(folder)
        outer = certificate.context()
        outer.sni_callback = self._greeted
        self.inner_tls, self.pin = certificate.context(), certificate.pin
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: GateConnection(self), host, 0, ssl=outer)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Let nobody in any more."""
        self._tabs.clear()
        if self._server is not None:
            self._server.close()
        for connection in list(self.connections):
            connection.close()
        await asyncio.sleep(0)

    def admit(self) -> str:
        """Return the name under which one more tab is let in."""
        token = secrets.token_hex(16)
        self._tabs[token] = None
        return token

    def dismiss(self, token: str) -> None:
        """Let a tab in no more."""
        self._tabs.pop(token, None)

    def begin(self, token: str, traffic: Traffic) -> None:
        """Let the tab load this page."""
        self._tabs[token] = traffic

    def end(self, token: str) -> None:
        """Refuse what a page that was taken still asks for."""
        if token in self._tabs:
            self._tabs[token] = None

    def address_of(self, token: str) -> str:
        """Return the proxy's address for a tab."""
        return f"https://{token}.{DOMAIN}:{self.port}"

    def owner_of(self, ssl_object: Any) -> str:
        """Return the token that a connection's TLS greeting said."""
        return self._names.get(ssl_object, "")

    def _greeted(self, ssl_object: Any, name: str | None, _: ssl.SSLContext) -> int | None:
        token = (name or "").partition(".")[0]
        if token not in self._tabs:
            self.strangers += 1
            return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
        self._names[ssl_object] = token
        return None

    async def respond(self, owner: str, origin: str, head: h11.Request, body: bytes) -> Reply:
        """Answer one request of a tab."""
        traffic = self._tabs.get(owner)
        exchange = Exchange.of(origin, head, body)
        if traffic is None or exchange is None:
            return refusal(b"No page of this crawl asks for that now.")
        traffic.begin()
        try:
            return await self._answer(traffic, exchange)
        finally:
            with suppress(RuntimeError):
                traffic.end()


def refusal(reason: bytes, status: int = 403) -> Reply:
    """Make an answer that says no."""
    headers = [(b"Content-Type", b"text/plain"), (b"Content-Length", b"%d" % len(reason))]
    return status, headers, reason
