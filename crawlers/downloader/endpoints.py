"""Which private endpoints the operator named, and so opened."""

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from typing import Any, Self
from urllib.parse import urlsplit

from crawlers.downloader.addresses import embedded, is_link_local, literal

_DEFAULT_PORTS = {"http": 80, "https": 443}
_URL_ARGUMENTS = ("url", "base_url")
# Names that nobody can register, so whoever typed one meant a machine of their own:
# RFC 6761, RFC 6762, RFC 8375, and .internal by ICANN's board resolution of 2024-07-29.
_LOCAL_NAMES = ("localhost", "test", "local", "home.arpa", "internal")


class NamedEndpoints:
    """The private endpoints that may be reached.

    A start URL opens its own host and port, and nothing else on that host, if it is spelled so
    that only a private machine can be meant: as an address, a name without a dot, or a name
    under a local-only domain. A public name that turns out to lead inside is not opened by a
    start URL: its owner, not the operator, chose where it leads. NETWORK_ALLOW opens anything.
    """

    def __init__(self, start_urls: Iterable[str], allow: Iterable[str]) -> None:
        self._endpoints: set[tuple[str, int]] = set()
        self._hosts: set[str] = set()
        self._networks: list[IPv4Network | IPv6Network] = []
        self._allowed: set[tuple[str, int]] = set()
        for url in start_urls:
            self._add_url(url)
        for entry in allow:
            self._add_entry(entry.strip())

    @classmethod
    def of_spider(cls, spider: Any, allow: Iterable[str]) -> Self:
        """Read the start URLs of a spider: its `start_urls` and its URL arguments."""
        arguments: Mapping[str, Any] = getattr(spider, "args", None) or {}
        urls = _texts(getattr(spider, "start_urls", None))
        for name in _URL_ARGUMENTS:
            urls += _texts(arguments.get(name))
        return cls(urls, allow)

    def holds(self, host: str, port: int, address: IPv4Address | IPv6Address) -> bool:
        """Say whether this address may be connected to for this host and port."""
        name = normal_host(host)
        if name in self._hosts or (name, port) in self._allowed:
            return True
        inner = embedded(address) or address
        if any(inner in network for network in self._networks):
            return True
        return (name, port) in self._endpoints and not is_link_local(address)

    def names(self, host: str, port: int) -> bool:
        """Say whether the operator named this host and port, by a start URL or as an endpoint."""
        name = normal_host(host)
        address = literal(name)
        return (
            name in self._hosts
            or (name, port) in self._endpoints | self._allowed
            or (address is not None and any(address in network for network in self._networks))
        )

    def _add_url(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
        except ValueError:
            return
        if parts.hostname and port and _is_local_spelling(parts.hostname):
            self._endpoints.add((normal_host(parts.hostname), port))

    def _add_entry(self, entry: str) -> None:
        if "/" in entry:
            self._networks.append(ip_network(entry, strict=False))
            return
        parts = urlsplit(f"//{entry}")
        if entry.count(":") > 1 and not entry.startswith("["):
            self._hosts.add(normal_host(entry))
        elif parts.hostname and parts.port:
            self._allowed.add((normal_host(parts.hostname), parts.port))
        elif parts.hostname:
            self._hosts.add(normal_host(parts.hostname))


def normal_host(host: str) -> str:
    """Return one spelling of a host: addresses in their shortest, names lower and undotted."""
    address = literal(host)
    return str(embedded(address) or address) if address else host.lower().strip("[]").rstrip(".")


def _is_local_spelling(host: str) -> bool:
    name = host.lower().rstrip(".")
    if literal(name) is not None or "." not in name:
        return True
    return any(name.endswith(f".{suffix}") for suffix in _LOCAL_NAMES)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [text for text in value or () if isinstance(text, str)]
