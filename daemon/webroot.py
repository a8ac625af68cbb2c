"""scrapyd's pages and services, off the loop, closed to other sites. scrapyd.conf: `webroot`."""

from typing import Any
from urllib.parse import urlsplit

from scrapyd.interfaces import IPoller
from scrapyd.website import Root
from twisted.internet import reactor as installed
from twisted.internet.task import LoopingCall
from twisted.internet.threads import deferToThread
from twisted.logger import Logger
from twisted.web import http, resource, server
from twisted.web.error import UnsupportedMethod

from daemon.database import refreshed
from daemon.disk import DiskProjects

log = Logger()
reactor: Any = installed

DISK = 30.0  # seconds between looks at the projects on disk
FILES = {b"logs", b"items"}
CORS = (
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
)
FOREIGN = b'{"status": "error", "message": "pages of other sites may not use this API"}\n'


class WebRoot(Root):  # type: ignore[misc]
    """scrapyd's own tree; each service runs in a thread, for it reads the database."""

    def __init__(self, config: Any, app: Any) -> None:
        super().__init__(config, app)
        self.config = config
        self.disk = DiskProjects(config)
        # The admin offers what is on the disk, whether or not anybody asks this API.
        self._reading = LoopingCall(self._read_disk)
        reactor.callWhenRunning(self._reading.start, DISK)
        for name, child in list(self.children.items()):
            if name not in FILES:
                self.putChild(name, InThread(child))

    def _read_disk(self) -> Any:
        read = deferToThread(refreshed, self.disk.refresh)
        return read.addErrback(lambda failure: log.error("Disk: {t}", t=failure.getErrorMessage()))

    def wake(self) -> None:
        """Have the poller look at once."""
        self.app.getComponent(IPoller).wake()


class InThread(resource.Resource):
    """Renders another resource in a thread: the loop answers the next request meanwhile."""

    isLeaf = True  # noqa: N815 -- Twisted's name

    def __init__(self, inner: Any) -> None:
        super().__init__()
        self.inner = inner

    def render(self, request: Any) -> Any:
        if not _is_own(request):
            request.setResponseCode(http.FORBIDDEN)
            request.setHeader("Content-Type", "application/json")
            return FOREIGN
        gone: list[Any] = []
        request.notifyFinish().addErrback(gone.append)
        rendered = deferToThread(refreshed, self.inner.render, request)
        rendered.addErrback(_explained, request)
        rendered.addCallback(_sent, request, gone)
        return server.NOT_DONE_YET


def _is_own(request: Any) -> bool:
    """Say whether no browser sends it for another site's page (it needs no password to try)."""
    origin = request.getHeader("Origin")
    return not origin or urlsplit(origin).netloc == request.getHeader("Host")


def _explained(failure: Any, request: Any) -> bytes:
    if failure.check(UnsupportedMethod):
        request.setResponseCode(http.NOT_ALLOWED)
        return b"This page can only be read.\n"
    request.setResponseCode(http.INTERNAL_SERVER_ERROR)
    text = f"{failure.type.__name__}: {failure.getErrorMessage()}\n"
    return text.encode()


def _sent(body: bytes, request: Any, gone: list[Any]) -> None:
    if gone:
        return
    for name in CORS:
        request.responseHeaders.removeHeader(name)
    request.setHeader("Content-Length", str(len(body)))
    if request.method != b"HEAD":
        request.write(body)
    request.finish()
