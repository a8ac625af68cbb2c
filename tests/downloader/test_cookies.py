"""Public suffixes without the network."""

import socket

import pytest
from scrapy.http import Request, Response
from scrapy.utils.test import get_crawler

from crawlers.downloader.cookies import LocalCookiesMiddleware


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize(
    ("domain", "sent"),
    [("example.co.uk", True), (".example.co.uk", True), ("co.uk", False), ("uk", False),
     ("github.io", False), ("other.co.uk", False)],
)  # fmt: skip
def test_cookies_of_a_public_suffix_are_refused(no_network, domain, sent):
    middleware = LocalCookiesMiddleware.from_crawler(get_crawler())
    host = "www.example.github.io" if domain == "github.io" else "www.example.co.uk"
    first = Request(f"http://{host}/")
    header = {"Set-Cookie": f"a=1; Domain={domain}"}
    middleware.process_response(first, Response(first.url, headers=header))
    second = Request(f"http://shop.{host.removeprefix('www.')}/")
    middleware.process_request(second)
    assert (b"Cookie" in second.headers) is sent
