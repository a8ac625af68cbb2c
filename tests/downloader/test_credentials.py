"""What opens one host is not told to another."""

import base64
import subprocess
import sys

from tests.downloader.probe import ROOT, probe
from tests.downloader.server import PAGE, RawServer, answer, redirect

NO_ROBOTS = answer("", "404 Not Found")


def basic(text):
    return "Basic " + base64.b64encode(text.encode()).decode()


def test_credentials_stay_with_their_host(tmp_path):
    with RawServer({"/robots.txt": NO_ROBOTS, "*": PAGE}) as other:
        # the same address by another name: only the name differs
        there = f"http://localhost:{other.port}"
        routes = {
            "/robots.txt": NO_ROBOTS,
            "*": PAGE,
            "/away": redirect(there + "/stolen"),
            "/meta": redirect(there + "/meta"),
            "/refresh": answer(f'<html><meta http-equiv=refresh content="0;url={there}/refresh">'),
        }
        with RawServer(routes) as server:
            secret = {"headers": {"Authorization": "Bearer t", "Cookie": "c=1"}}
            urls = [
                [server.base + "/plain", secret],
                [server.base + "/away", secret],
                [server.base + "/away?jar", {"cookies": {"session": "1"}}],
                [server.base + "/meta", {"meta": {"http_user": "u", "http_pass": "p"}}],
                [server.base + "/refresh", secret],
            ]
            result = probe(tmp_path, urls, named=[server.base, there])
            assert {page["status"] for page in result.pages.values()} == {200}
            assert len(result.pages) == 5
            assert server.headers("/plain")[0]["authorization"] == "Bearer t"
            assert server.headers("/meta")[0]["authorization"] == basic("u:p")
        assert {"/stolen", "/meta", "/refresh"} <= set(other.paths)
        for *_, headers in other.seen:
            assert not {"authorization", "cookie", "proxy-authorization"} & set(headers)
            assert headers.get("referer", server.base + "/") == server.base + "/"


def test_credentials_in_a_url_become_a_header_for_its_origin_only(tmp_path):
    routes = {"/robots.txt": NO_ROBOTS, "*": PAGE}
    with RawServer(routes) as other, RawServer(dict(routes)) as server:
        start = server.base.replace("//", "//user:hunter2@") + "/a"
        server.routes["/r"] = redirect(server.base.replace("//", "//x:y@") + "/r2")
        follow = {
            start: [
                server.base + "/b",
                other.base + "/c",
                other.base.replace("//", "//q:w@") + "/d",
                server.base + "/r",
            ]
        }
        result = probe(tmp_path, [start], named=[server.base, other.base], follow=follow)
        assert {page["status"] for page in result.pages.values()} == {200}
        for path in ("/a", "/b", "/r2"):
            assert server.headers(path)[0]["authorization"] == basic("user:hunter2")
        assert all("authorization" not in headers for *_, headers in other.seen)
        assert "hunter2" not in "".join(h.get("referer", "") for *_, h in server.seen + other.seen)
    assert "hunter2" not in result.log


def test_credentials_referer_is_only_the_origin_for_others(tmp_path):
    routes = {"/robots.txt": NO_ROBOTS, "*": PAGE}
    with RawServer(routes) as other, RawServer(dict(routes)) as server:
        follow = {server.base + "/a?token=1": [server.base + "/b", other.base + "/c"]}
        probe(tmp_path, list(follow), named=[server.base, other.base], follow=follow)
        assert server.headers("/b")[0]["referer"] == server.base + "/a?token=1"
        assert other.headers("/c")[0]["referer"] == server.base + "/"


def test_credentials_httpauth_needs_a_domain(tmp_path):
    with RawServer({"/robots.txt": NO_ROBOTS, "*": PAGE}) as server:
        named = {
            "HTTPAUTH_USER": "u",
            "HTTPAUTH_PASS": "p",
            "HTTPAUTH_DOMAIN": f"127.0.0.1:{server.port}",
        }
        url = server.base + "/"
        probe(tmp_path, [url], named=[url], settings=named)
        assert server.headers("/")[0]["authorization"] == basic("u:p")
        server.seen.clear()
        code = subprocess.run(
            [sys.executable, "-c", HTTPAUTH], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert "HTTPAUTH_DOMAIN must name the host" in code.stderr


HTTPAUTH = """
from scrapy.utils.test import get_crawler
from crawlers.downloader.auth import BoundAuthMiddleware
settings = {"HTTPAUTH_USER": "u", "HTTPAUTH_PASS": "p", "HTTPAUTH_DOMAIN": None}
BoundAuthMiddleware.from_crawler(get_crawler(settings_dict=settings))
"""


def test_credentials_cookies_are_bounded_and_kept_by_site(tmp_path):
    cookies = "".join(f"set-cookie: c{n}=1\r\n" for n in range(200))
    many = (
        b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nset-cookie: big="
        + b"x" * 5000
        + (f"\r\nset-cookie: evil=1; Domain=com\r\n{cookies}\r\n".encode())
    )
    routes = {"/robots.txt": NO_ROBOTS, "/many": many, "*": PAGE}
    with RawServer(routes) as server, RawServer({"/robots.txt": NO_ROBOTS, "*": PAGE}) as other:
        there = f"http://localhost:{other.port}"
        follow = {server.base + "/many": [server.base + "/next", there + "/x"]}
        probe(tmp_path, list(follow), named=[server.base, there], follow=follow)
        sent = server.headers("/next")[0]["cookie"]
        assert len(sent.split("; ")) == 50
        assert "big" not in sent
        assert "cookie" not in other.headers("/x")[0]
