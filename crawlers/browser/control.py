"""Commands to the whole browser, for which WebDriver has no words: contexts and their tabs.

Selenium passes CDP commands to a tab, where Chromium refuses these ("Not allowed"). In its BiDi
client a command takes 100 ms (Selenium 4.51 polls); here it takes 1 or 2.
"""

import itertools
import json
import threading
import urllib.request
from typing import Any

import websocket

from crawlers.browser.errors import BrowserCrashError

_TIMEOUT = 5.0


class Control:
    """The browser's own end of the Chrome DevTools Protocol, one command at a time."""

    def __init__(self, address: str) -> None:
        url = f"http://{address}/json/version"
        # The environment may name a proxy; the browser is on this machine.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url, timeout=_TIMEOUT) as answer:
            place = json.load(answer)["webSocketDebuggerUrl"]
        self._socket = websocket.create_connection(
            place, timeout=_TIMEOUT, suppress_origin=True, http_no_proxy=["*"]
        )
        self._lock = threading.Lock()
        self._ids = itertools.count(1)

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its result; BrowserCrashError if nobody answers."""
        with self._lock:
            number = next(self._ids)
            try:
                self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
                while (answer := json.loads(self._socket.recv())).get("id") != number:
                    pass  # an event
            except (OSError, ValueError, websocket.WebSocketException) as error:
                raise BrowserCrashError(f"The browser is gone: {error!r}.") from error
        if "error" in answer:
            raise BrowserCrashError(f"The browser refused {method}: {answer['error']}.")
        result: dict[str, Any] = answer["result"]
        return result

    def close(self) -> None:
        self._socket.close()
