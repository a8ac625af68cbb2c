"""No private address that the operator did not name, however it is spelled or reached."""

import socket

import pytest

from tests.downloader.probe import probe
from tests.downloader.server import PAGE, RawServer, answer, redirect

SPELLINGS = [
    "127.0.0.1", "127.1", "0x7f000001", "2130706433", "017700000001", "0177.0.0.1", "localhost",
    "LOCALHOST", "localhost.", "127.0.0.1.", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::1]",
    "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "0", "0.0.0.0", "127.0.0.2", socket.gethostname(),
    "%31%32%37.0.0.1", "127。0。0。1",
]  # fmt: skip


@pytest.fixture
def inside():
    """A server that nobody named."""
    with RawServer({"*": answer("secret")}) as server:
        yield server


def test_guard_refuses_every_spelling(tmp_path, inside):
    urls = [f"http://{host}:{inside.port}/{n}" for n, host in enumerate(SPELLINGS)]
    elsewhere = [
        "http://169.254.169.254/latest/",
        "http://[fd00:ec2::254]/",
        "http://10.0.0.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
    ]
    result = probe(tmp_path, urls + elsewhere, settings={"RETRY_TIMES": 1})
    assert inside.seen == []
    assert not result.pages
    # robots.txt is asked for first, and the guard refuses that: nothing else is tried
    fates = {host: result.fate(url) for host, url in zip(SPELLINGS, urls, strict=True)}
    # these two are no host names to Twisted
    nameless = ["localhost.", "%31%32%37.0.0.1"]
    assert fates == dict.fromkeys(SPELLINGS, "private_address") | dict.fromkeys(nameless, "dns")
    assert {result.fate(url) for url in elsewhere} == {"private_address"}
    assert result.stats.get("retry/count", 0) <= 2  # of the two without a name


def test_guard_named_endpoint_opens_only_its_port(tmp_path, inside):
    routes = {
        "*": PAGE,
        "/robots.txt": answer("", "404 Not Found"),
        "/out": redirect(f"http://127.0.0.1:{inside.port}/"),
        "/name": redirect(f"http://localhost:{inside.port}/"),
        "/refresh": answer(
            f'<html><meta http-equiv=refresh content="0;url=http://127.1:{inside.port}/"></html>'
        ),
    }
    with RawServer(routes) as open_, RawServer({"*": PAGE}) as allowed:
        urls = [open_.base + path for path in ("/", "/out", "/name", "/refresh")]
        urls += [inside.base + "/direct", allowed.base + "/x"]
        result = probe(
            tmp_path,
            urls,
            named=[open_.base],
            settings={"NETWORK_ALLOW": f"127.0.0.1:{allowed.port}"},
        )
    assert [result.fate(url) for url in urls] == [200] + ["private_address"] * 4 + [200]
    assert inside.seen == []
    assert f"127.0.0.1:{inside.port}" in result.log


def test_guard_robots_redirect_inside_refuses_the_host(tmp_path, inside):
    routes = {"*": PAGE, "/robots.txt": redirect(f"http://127.0.0.1:{inside.port}/robots.txt")}
    with RawServer(routes) as server:
        result = probe(tmp_path, [server.base + "/"], named=[server.base])
        assert server.paths == ["/robots.txt"]
    assert result.fate(server.base + "/") == "robots_unavailable"
    assert inside.seen == []


def test_guard_public_name_is_not_opened_by_a_start_url(tmp_path, inside):
    # A name of the public kind that leads inside: hosts files are not ours, so a stub resolver.
    urls = [f"http://evil.example:{inside.port}/"]
    result = probe(
        tmp_path,
        urls,
        named=urls,
        settings={"TWISTED_DNS_RESOLVER": "tests.downloader.resolver.InsideResolver"},
    )
    assert result.fate(urls[0]) == "private_address"
    assert inside.seen == []
    result = probe(
        tmp_path,
        urls,
        settings={
            "TWISTED_DNS_RESOLVER": "tests.downloader.resolver.InsideResolver",
            "NETWORK_ALLOW": f"evil.example:{inside.port}",
        },
    )
    assert result.fate(urls[0]) == 200


def test_guard_checks_targets_behind_a_proxy(tmp_path, inside):
    with RawServer({"*": PAGE, "/robots.txt": answer("", "404 Not Found")}) as proxy:
        targets = [
            f"http://127.1:{inside.port}/",
            f"https://127.0.0.1:{inside.port}/",
            f"http://localhost:{inside.port}/",
            "http://outside.example/",
        ]
        env = {"http_proxy": proxy.base, "https_proxy": proxy.base, "no_proxy": ""}
        result = probe(tmp_path, targets, env=env)
        assert [result.fate(url) for url in targets[:3]] == ["private_address"] * 3
        assert result.fate(targets[3]) == "dns"
        assert proxy.seen == []
        result = probe(tmp_path, targets[3:], env=env, settings={"NETWORK_PROXY_RESOLVES": True})
        assert result.fate(targets[3]) == 200
    assert inside.seen == []


def test_guard_other_schemes_have_no_handler(tmp_path):
    urls = ["file:///etc/passwd", "ftp://h/x", "s3://b/k", "data:,x", "gopher://h/", "about://x"]
    result = probe(tmp_path, urls)
    assert {result.fate(url) for url in urls} == {"unsupported_scheme"}
