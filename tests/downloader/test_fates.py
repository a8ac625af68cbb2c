"""Every exception has a fate, and the list is closed."""

import asyncio

import pytest
from scrapy import exceptions
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet import error

from crawlers.downloader import errors
from crawlers.fates import Fate, FateError, fate_of, is_refused
from tests.downloader.probe import probe
from tests.downloader.server import PAGE, RawServer, answer, redirect


@pytest.mark.parametrize(
    ("exception", "fate"),
    [
        (HttpError(Response("http://h/", status=404), "x"), "http_404"),
        (exceptions.DownloadTimeoutError(), "timeout"),
        (exceptions.CannotResolveHostError(), "dns"),
        (exceptions.DownloadConnectionRefusedError(), "connection_refused"),
        (exceptions.DownloadFailedError(), "connection_lost"),
        (exceptions.ResponseDataLossError(), "truncated"),
        (exceptions.NotSupported(), "unsupported_scheme"),
        (exceptions.IgnoreRequest("max redirections reached"), "redirect_loop"),
        (exceptions.IgnoreRequest("Filtered offsite request to 'h'"), "offsite"),
        (exceptions.IgnoreRequest("why not"), "other"),
        (exceptions.CloseSpider(), "cancelled"),
        (asyncio.CancelledError(), "cancelled"),
        (error.ConnectionLost(), "connection_lost"),
        (ConnectionResetError(), "connection_lost"),
        (ValueError("Missing scheme in request url: x"), "unsupported_scheme"),
        (ZeroDivisionError(), "other"),
    ],
)
def test_fates(exception, fate):
    assert fate_of(exception) == fate


def test_fates_of_our_errors_are_named():
    ours = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, FateError)]
    assert all(
        fate_of(kind("x")) in set(Fate) - {Fate.OTHER} for kind in ours if kind is not FateError
    )


def test_fates_refused_is_our_own_decision():
    assert is_refused("robots")
    assert not is_refused("robots_unavailable")
    assert not is_refused("http_500")


def test_fates_of_a_crawl(tmp_path):
    async def drop(server, writer, headers):
        return None

    routes = {
        "/robots.txt": answer("", "404 Not Found"),
        "/loop": redirect("/loop"),
        "/drop": drop,
        "/gone": answer("", "410 Gone"),
        "/js": redirect("javascript:alert(1)"),
        "*": PAGE,
    }
    with RawServer(routes) as server:
        expected = {
            server.base + "/loop": "redirect_loop",
            server.base + "/drop": "connection_lost",
            server.base + "/gone": "http_410",
            server.base + "/js": "unsupported_scheme",
            "foo://bar/": "unsupported_scheme",
            f"http://{'a' * 70}.localhost/": "dns",
            server.base + "/": 200,
        }
        result = probe(tmp_path, list(expected), named=[server.base])
        assert {url: result.fate(url) for url in expected} == expected
        assert len(server.times("/loop")) == 11
