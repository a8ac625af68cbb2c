"""robots.txt is obeyed, and when it cannot be read nothing is fetched."""

import gzip

import pytest

from crawlers.downloader.robots import ROBOTS_MAXSIZE
from tests.downloader.probe import probe
from tests.downloader.server import PAGE, RawServer, answer, redirect

RULES = "User-agent: *\nDisallow: /no\n"


async def hang(server, writer, headers):
    import asyncio  # noqa: PLC0415

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


@pytest.mark.parametrize(
    ("robots", "expected"),
    [
        (answer(RULES), [200, "robots"]),
        (answer(GROUPS), [200, "robots"]),
        (answer("User-agent: *\nDisallow: /"), ["robots", "robots"]),
        (answer(status="404 Not Found"), [200, 200]),
        (answer(status="403 Forbidden"), [200, 200]),
        (answer(status="500 Oops"), ["robots_unavailable"] * 2),
        (answer(status="503 Busy"), ["robots_unavailable"] * 2),
        (answer(status="429 Too Many Requests"), ["robots_unavailable"] * 2),
        (answer(RULES, length=1000, connection="close"), ["robots_unavailable"] * 2),
        (answer(RULES, content_encoding="gzip"), ["robots_unavailable"] * 2),
        (redirect("/robots.txt"), ["robots_unavailable"] * 2),
        (redirect("/r2"), [200, "robots"]),
        (flaky, [200, "robots"]),
        (hang, ["robots_unavailable"] * 2),
        (endless, [200, "robots"]),
        (answer(big(PREFIX)), [200, "robots"]),
        (answer(gzip.compress(big(PREFIX) * 100), content_encoding="gzip"), [200, "robots"]),
        (answer(gzip.compress(PREFIX)[:-9], content_encoding="gzip"), ["robots_unavailable"] * 2),
    ],
)
def test_robots(tmp_path, robots, expected):
    routes = {"/robots.txt": robots, "*": PAGE, "/r2": redirect("/r3"), "/r3": answer(RULES)}
    with RawServer(routes) as server:
        urls = [server.base + "/yes", server.base + "/no/1"]
        settings = {"DOWNLOAD_TIMEOUT": 1, "RETRY_TIMES": 1}
        result = probe(tmp_path, urls, named=[server.base], settings=settings)
        assert [result.fate(url) for url in urls] == expected
        assert len(server.times("/robots.txt")) <= 6
        if expected[0] == "robots_unavailable":
            assert "/yes" not in server.paths


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
