"""One connection of the browser to the gate: HTTP/1.1, in the clear or inside a tunnel."""

import asyncio
import ssl
from typing import Any, Final, Protocol

import h11

Reply = tuple[int, list[tuple[bytes, bytes]], bytes]

# Ours: a form with a file is larger, and no crawl sends one.
_BODY_MAXSIZE: Final = 4 * 1024**2
_HEAD_MAXSIZE: Final = 64 * 1024
_TUNNEL = "CONNECT"


class _Gate(Protocol):
    connections: set[Any]
    inner_tls: ssl.SSLContext

    def owner_of(self, ssl_object: Any) -> str: ...

    async def respond(self, owner: str, origin: str, head: h11.Request, body: bytes) -> Reply: ...


class GateConnection(asyncio.Protocol):
    """Reads requests one after another and writes what the gate answers.

    `owner` is the token that the browser gave by the name (SNI) in its TLS greeting. In a tunnel,
    `origin` is the scheme, host and port that it leads to.
    """

    def __init__(self, gate: _Gate, owner: str = "", origin: str = "") -> None:
        self._gate = gate
        self._owner = owner
        self._origin = origin
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=_HEAD_MAXSIZE)
        self._transport: Any = None
        self._request: h11.Request | None = None
        self._body = bytearray()
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        if not self._origin:
            self._owner = self._gate.owner_of(transport.get_extra_info("ssl_object"))
        self._gate.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._gate.connections.discard(self)
        if self._task is not None:
            self._task.cancel()

    def data_received(self, data: bytes) -> None:
        self._http.receive_data(data)
        self._advance()

    def close(self) -> None:
        """Hang up."""
        self._transport.abort()

    def _advance(self) -> None:
        try:
            while self._task is None:
                event = self._http.next_event()
                if event is h11.NEED_DATA or event is h11.PAUSED:
                    return
                self._take(event)
        except h11.RemoteProtocolError:
            self.close()

    def _take(self, event: Any) -> None:
        if isinstance(event, h11.Request):
            self._request = event
            self._body.clear()
        elif isinstance(event, h11.Data):
            self._body += event.data
            if len(self._body) > _BODY_MAXSIZE:
                self.close()
        elif isinstance(event, h11.EndOfMessage):
            self._task = asyncio.ensure_future(self._answer())
        elif isinstance(event, h11.ConnectionClosed):
            self._transport.close()
            # next_event() would say so for ever
            raise h11.RemoteProtocolError("closed")

    async def _answer(self) -> None:
        request = self._request
        assert request is not None
        if request.method.decode() == _TUNNEL:
            await self._open_tunnel(request.target.decode())
            return
        status, headers, body = await self._gate.respond(
            self._owner, self._origin, request, bytes(self._body)
        )
        self._send(h11.Response(status_code=status, headers=headers))
        if body and request.method != b"HEAD":
            self._send(h11.Data(data=body))
        self._send(h11.EndOfMessage())
        self._next()

    def _next(self) -> None:
        self._task = None
        if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
            self._transport.close()
            return
        self._http.start_next_cycle()
        self._advance()

    def _send(self, event: Any) -> None:
        data = self._http.send(event)
        if data and not self._transport.is_closing():
            self._transport.write(data)

    async def _open_tunnel(self, target: str) -> None:
        """Become the server that the tunnel leads to: nothing passes that was not looked at.

        Without TLS inside (plain WebSockets) the greeting fails, and the tunnel closes.
        """
        inner = GateConnection(self._gate, self._owner, f"https://{target.removesuffix(':443')}")
        self._send(h11.Response(status_code=200, headers=[]))
        loop = asyncio.get_running_loop()
        try:
            transport = await loop.start_tls(
                self._transport, inner, self._gate.inner_tls, server_side=True
            )
        except (OSError, ConnectionError):
            self.close()
            return
        self._gate.connections.discard(self)
        inner.connection_made(transport) if transport else self.close()
