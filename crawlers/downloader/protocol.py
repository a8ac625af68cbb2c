"""An HTTP/1.1 connection whose header section has an end."""

from typing import Any

from scrapy.core.downloader.handlers import http11
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

from crawlers.downloader.errors import TooLargeError

# Ours: Chrome allows 256 KiB, nginx sends at most 64 KiB of one upstream's. Twisted bounds a
# line (16 KiB) but neither the number of lines nor that of 1xx answers.
HEADERS_MAXSIZE = 128 * 1024


class BoundedProtocol(http11._LenientHTTP11ClientProtocol):  # noqa: SLF001 -- test_contract.py
    """Scrapy's client protocol, hanging up on a header section that does not end."""

    _head = 0

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 -- Twisted's
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        parser: Any = self._parser
        if parser is None or parser.state not in {STATUS, HEADER}:
            self._head = 0
            return
        self._head += len(data)
        if self._head > HEADERS_MAXSIZE:
            message = f"The headers are longer than {HEADERS_MAXSIZE} bytes."
            reason = Failure(TooLargeError(message))  # type: ignore[no-untyped-call]
            self._giveUp(reason)  # type: ignore[no-untyped-call]
            assert self.transport is not None
            self.transport.abortConnection()


class BoundedFactory(http11._LenientHTTP11ClientFactory):  # noqa: SLF001 -- test_contract.py
    """Builds bounded connections."""

    def buildProtocol(self, addr: Any) -> BoundedProtocol:  # noqa: N802 -- Twisted's
        return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
