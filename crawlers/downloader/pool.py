"""Connections that are checked at the moment they are opened."""

from collections.abc import Callable, Hashable
from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.endpoints import HostnameEndpoint, wrapClientTLS
from twisted.internet.interfaces import IReactorPluggableNameResolver
from twisted.web.client import HTTPConnectionPool
from zope.interface import implementer

_Check = Callable[[str, int, str], None]


@implementer(IReactorPluggableNameResolver)
class _CheckedReactor:
    """The reactor, for one host and port: every address is checked as it is connected to.

    HostnameEndpoint resolves the name and hands the addresses here one by one, so no second
    look-up can answer differently (DNS rebinding).
    """

    def __init__(self, reactor: Any, check: Callable[[str], None]) -> None:
        self._reactor = reactor
        self._check = check

    def connectTCP(self, host: str, *args: Any, **kwargs: Any) -> Any:  # noqa: N802 -- Twisted's
        self._check(host)
        return self._reactor.connectTCP(host, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)


class GuardedPool(HTTPConnectionPool):
    """A connection pool that opens direct connections itself, through the guard.

    A pooled connection was checked when it was opened, for the same scheme, host and port. The
    operator's proxy is a named endpoint: its connections are opened as Scrapy does.
    """

    def __init__(self, reactor: Any, policy: Any, check: _Check) -> None:
        super().__init__(reactor, persistent=True)  # type: ignore[no-untyped-call]
        self._policy = policy
        self._guard_check = check

    def getConnection(self, key: Hashable, endpoint: Any) -> Deferred[Any]:  # noqa: N802
        return super().getConnection(key, self._guarded(key, endpoint))

    def _guarded(self, key: Any, endpoint: Any) -> Any:
        # Keys are (scheme, host, port, bind address); a tunnel's has the proxy's host, port and
        # credentials before the last, a plain proxy's begins with "http-proxy".
        if key[0] == b"http-proxy" or len(key) == 7:  # noqa: PLR2004
            return endpoint
        scheme, host, port, bind_address = key
        name = host.decode("ascii")
        reactor = _CheckedReactor(
            self._reactor, lambda address: self._guard_check(name, port, address)
        )
        direct: Any = HostnameEndpoint(reactor, name, port, bindAddress=bind_address)
        if scheme == b"https":
            return wrapClientTLS(self._policy.creatorForNetloc(host, port), direct)
        return direct
