"""A small raw server: a test says, byte by byte, what a path answers."""

import asyncio
import threading
import time


class RawServer:
    """Answers on 127.0.0.1, port 0, in a thread of its own, and remembers what it was asked."""

    def __init__(self, routes, ssl=None, host="127.0.0.1"):
        self.routes = routes
        self.ssl = ssl
        self.host = host
        self.seen = []  # (seconds, method, target, headers)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def base(self):
        return f"{'https' if self.ssl else 'http'}://{self.host}:{self.port}"

    @property
    def paths(self):
        return [target for _, _, target, _ in self.seen]

    def times(self, path):
        return [when for when, _, target, _ in self.seen if target == path]

    def headers(self, path):
        return [headers for _, _, target, headers in self.seen if target == path]

    def _run(self):
        asyncio.run(self._serve())

    async def _serve(self):
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._loop.set_exception_handler(lambda *_: None)
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0, ssl=self.ssl)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def _answer(self, reader, writer):
        try:
            while await self._one(reader, writer):
                pass
        except (
            ConnectionError,
            asyncio.IncompleteReadError,
            asyncio.CancelledError,
            TimeoutError,
        ):
            pass
        finally:
            writer.close()

    async def _one(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = head[0].split(" ")
        headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in head[1:] if line)}
        self.seen.append((time.monotonic(), method, target, headers))
        path = target.split("?")[0]
        route = self.routes.get(path, self.routes.get("*", NOT_FOUND))
        if callable(route):
            route = (
                route(len(self.times(target)))
                if route.__code__.co_argcount == 1
                else await route(self, writer, headers)
            )
        if route is None:
            return False
        writer.write(route)
        await writer.drain()
        return b"connection: close" not in route.split(b"\r\n\r\n")[0].lower()


def answer(body=b"", status="200 OK", length=None, **headers):
    """Return a whole HTTP answer."""
    body = body.encode() if isinstance(body, str) else body
    lines = {
        "content-type": "text/html",
        "content-length": len(body) if length is None else length,
    }
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    text = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not False)
    return f"HTTP/1.1 {status}\r\n{text}\r\n".encode() + body


def redirect(where, status="302 Found"):
    return answer(status=status, location=where)


NOT_FOUND = answer("no", "404 Not Found")
PAGE = answer("<html><body>a page</body></html>")
