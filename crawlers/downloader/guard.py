"""The network guard: no private address that the operator did not name."""

import logging
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.utils.httpobj import urlparse_cached

from crawlers.downloader.addresses import is_private, literal
from crawlers.downloader.endpoints import NamedEndpoints
from crawlers.downloader.errors import PrivateAddressError

logger = logging.getLogger(__name__)


class NetworkGuard:
    """Asked before every connection, with the address that is then connected to."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._allow: list[str] = crawler.settings.getlist("NETWORK_ALLOW")
        self._named: NamedEndpoints | None = None
        self._told: set[tuple[str, int]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def named(self) -> NamedEndpoints:
        """What the operator named. Read once: a callback may append to `start_urls`."""
        if self._named is None:
            self._named = NamedEndpoints.of_spider(self._crawler.spider, self._allow)
        return self._named

    def check(self, host: str, port: int, address: str) -> None:
        """Raise PrivateAddressError unless this address may be connected to for this host."""
        self._check(host, port, ip_address(address.partition("%")[0]))

    def check_literal(self, request: Request) -> None:
        """Refuse a URL that spells a private address, before a proxy or a resolver sees it."""
        host, port = endpoint_of(request)
        address = literal(host)
        if address is not None:
            self._check(host, port, address)

    def _check(self, host: str, port: int, address: IPv4Address | IPv6Address) -> None:
        if not is_private(address) or self.named.holds(host, port, address):
            return
        where = f"{host}:{port}"
        text = (
            f"{where} is the private address {address}"
            if host != str(address)
            else (f"{where} is a private address")
        )
        message = f"{text}, and nobody named it; NETWORK_ALLOW={where} would."
        if (host, port) not in self._told:
            self._told.add((host, port))
            logger.warning("Refused: %s", message, extra={"spider": self._crawler.spider})
        raise PrivateAddressError(message)


def endpoint_of(request: Request) -> tuple[str, int]:
    """Return the host and port that a request is for."""
    parts = urlparse_cached(request)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
