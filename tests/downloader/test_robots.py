"""robots.txt is obeyed, and when it cannot be read nothing is fetched."""

import asyncio
import contextlib
import gzip

from crawlers.downloader.robots import ROBOTS_MAXSIZE
from tests.downloader.probe import probe
from tests.downloader.server import PAGE, RawServer, answer, redirect

RULES = "User-agent: *\nDisallow: /no\n"


async def hang(server, writer, headers):
    await asyncio.sleep(30)


async def endless(server, writer, headers):
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n" + RULES.encode())
    while True:
        writer.write(b"# more\n" * 1000)
        await writer.drain()


def flaky(times):
    return answer(status="503 Busy") if times == 1 else answer(RULES)


def big(prefix):
    return prefix + b"#" * (ROBOTS_MAXSIZE - len(prefix) - 1) + b"\nDisallow: /\n"


PREFIX = RULES.encode()
GROUPS = b"User-agent: Spidersilk\nDisallow: /no\n\nUser-agent: *\nDisallow: /\n"


ALLOWED, OBEYED, CLOSED = [200, 200], [200, "robots"], ["robots_unavailable"] * 2
CASES = {
    "rules": (answer(RULES), OBEYED),
    "our own group": (answer(GROUPS), OBEYED),
    "all": (answer("User-agent: *\nDisallow: /"), ["robots", "robots"]),
    "404": (answer(status="404 Not Found"), ALLOWED),
    "403": (answer(status="403 Forbidden"), ALLOWED),
    "500": (answer(status="500 Oops"), CLOSED),
    "503": (answer(status="503 Busy"), CLOSED),
    "429": (answer(status="429 Too Many Requests"), CLOSED),
    "cut": (answer(RULES, length=1000, connection="close"), CLOSED),
    "not gzip": (answer(RULES, content_encoding="gzip"), CLOSED),
    "cut gzip": (answer(gzip.compress(PREFIX)[:-9], content_encoding="gzip"), CLOSED),
    "loop": (redirect("/robots.txt"), CLOSED),
    "redirect": (redirect("/r2"), OBEYED),
    "second try": (flaky, OBEYED),
    "hang": (hang, CLOSED),
    "endless": (endless, OBEYED),
    "big": (answer(big(PREFIX)), OBEYED),
    "bomb": (answer(gzip.compress(big(PREFIX) * 100), content_encoding="gzip"), OBEYED),
}


def test_robots(tmp_path):
    with contextlib.ExitStack() as stack:
        servers = {
            name: stack.enter_context(
                RawServer(
                    {
                        "*": PAGE,
                        "/r2": redirect("/r3"),
                        "/r3": answer(RULES),
                        "/robots.txt": robots,
                    }
                )
            )
            for name, (robots, _) in CASES.items()
        }
        bases = [server.base for server in servers.values()]
        urls = [base + path for base in bases for path in ("/yes", "/no/1")]
        settings = {"DOWNLOAD_TIMEOUT": 1.5, "RETRY_TIMES": 1, "CONCURRENT_REQUESTS": 64}
        result = probe(tmp_path, urls, named=bases, settings=settings)
        fates = {
            name: [result.fate(server.base + path) for path in ("/yes", "/no/1")]
            for name, server in servers.items()
        }
    assert fates == {name: expected for name, (_, expected) in CASES.items()}
    for name, (_, expected) in CASES.items():
        paths = servers[name].paths
        assert paths.count("/robots.txt") <= 6
        assert ("/yes" in paths) == (expected[0] == 200)


def test_robots_host_that_is_not_there_keeps_its_own_fate(tmp_path):
    with RawServer({}) as gone:
        pass
    urls = [gone.base + "/", "http://nowhere.invalid/"]
    result = probe(tmp_path, urls, named=[gone.base])
    assert [result.fate(url) for url in urls] == ["connection_refused", "dns"]


def test_robots_are_asked_once_for_every_port(tmp_path):
    with (
        RawServer({"*": PAGE, "/robots.txt": answer(RULES)}) as one,
        RawServer({"*": PAGE, "/robots.txt": answer("User-agent: *\nDisallow: /")}) as two,
    ):
        urls = [f"{s.base}/{n}" for s in (one, two) for n in range(5)]
        result = probe(tmp_path, urls, named=[one.base, two.base])
        assert [result.fate(url) for url in urls] == [200] * 5 + ["robots"] * 5
        assert one.paths.count("/robots.txt") == two.paths.count("/robots.txt") == 1
        assert len(two.seen) == 1
