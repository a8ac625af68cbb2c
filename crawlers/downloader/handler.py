"""The download handler for http and https: guarded, bounded, whole answers only."""

from typing import Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, DownloadFailedError
from scrapy.http import Request, Response
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.url import strip_url
from twisted.internet.defer import Deferred

from crawlers.downloader.body import finish
from crawlers.downloader.errors import TlsError, TooLargeError
from crawlers.downloader.guard import NetworkGuard, endpoint_of
from crawlers.downloader.pool import GuardedPool
from crawlers.downloader.protocol import BoundedFactory
from crawlers.fates import Fate, FateError, fate_of


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler, with connections from the guarded pool."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._guard = NetworkGuard.from_crawler(crawler)
        self._proxy_resolves = crawler.settings.getbool("NETWORK_PROXY_RESOLVES")
        per_host = self._pool.maxPersistentPerHost
        from twisted.internet import reactor  # noqa: PLC0415 -- Scrapy installs it at run time

        self._pool = GuardedPool(reactor, self._contextFactory, self._guard.check)
        self._pool.maxPersistentPerHost = per_host
        self._pool._factory = BoundedFactory  # noqa: SLF001 -- Twisted's documented hook

    async def download_request(self, request: Request) -> Response:
        self._guard.check_literal(request)
        if request.meta.get("proxy") and not self._proxy_resolves:
            await self._check_behind_proxy(request)
        try:
            response = await super().download_request(_without_userinfo(request))
        except (DownloadCancelledError, DownloadFailedError, ValueError) as error:
            named = _named(error)
            if named is error:
                raise
            raise named from error
        return finish(request, response, self._default_maxsize)

    async def _check_behind_proxy(self, request: Request) -> None:
        """Resolve the name as the proxy is about to: it connects, so nothing better can be had."""
        from twisted.internet import reactor  # noqa: PLC0415 -- Scrapy installs it at run time

        host, port = endpoint_of(request)
        addresses = await maybe_deferred_to_future(_resolve(reactor, host, port))
        if not addresses:
            raise CannotResolveHostError(f"No address for {host}.")
        for address in addresses:
            self._guard.check(host, port, address)


class _Receiver:
    """Collects what the reactor's name resolver finds."""

    def __init__(self) -> None:
        self.done: Deferred[list[str]] = Deferred()
        self._found: list[str] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 -- Twisted's
        pass

    def addressResolved(self, address: Any) -> None:  # noqa: N802 -- Twisted's
        self._found.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802 -- Twisted's
        self.done.callback(self._found)


def _resolve(reactor: Any, host: str, port: int) -> Deferred[list[str]]:
    receiver = _Receiver()
    reactor.nameResolver.resolveHostName(receiver, host, port)
    return receiver.done


def _without_userinfo(request: Request) -> Request:
    # Twisted would take "user:password@host" for the host's name.
    if "@" not in request.url.split("/", 3)[2]:
        return request
    stripped = strip_url(request.url, strip_fragment=False, strip_default_port=False)
    return request.replace(url=stripped)


def _named(error: Exception) -> Exception:
    """Return the error that names the cause, if Twisted wrapped it."""
    if isinstance(error, DownloadCancelledError):
        return TooLargeError(f"{error}" or "The body is larger than DOWNLOAD_MAXSIZE.")
    if isinstance(error, ValueError):
        return CannotResolveHostError(str(error)) if fate_of(error) == Fate.DNS else error
    for reason in getattr(error.__cause__, "reasons", None) or ():
        cause = reason.value
        if isinstance(cause, FateError):
            return cause
        if fate_of(cause) == Fate.TLS:
            return TlsError(f"No trusted certificate: {cause!r}.")
    return error
