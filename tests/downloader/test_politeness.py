"""A host's wishes are honoured up to a cap, and no wait outlasts the crawl."""

import contextlib
import email.utils
import itertools
import json
import signal
import time

import pytest

from tests.downloader.probe import probe, start
from tests.downloader.server import PAGE, RawServer, answer

NO_ROBOTS = answer("", "404 Not Found")


def gaps(times):
    return [late - early for early, late in itertools.pairwise(times)]


def busy(status, value):
    return lambda times: answer(status=status, retry_after=value()) if times == 1 else PAGE


def soon():
    return email.utils.formatdate(time.time() + 2, usegmt=True)


@pytest.mark.parametrize(("status", "value"), [("429 Slow", lambda: "1"), ("503 Busy", soon)])
def test_politeness_retry_after_silences_the_host(tmp_path, status, value):
    routes = {"/robots.txt": NO_ROBOTS, "/busy": busy(status, value), "*": PAGE}
    with RawServer(routes) as server, RawServer({"/robots.txt": NO_ROBOTS, "*": PAGE}) as other:
        elsewhere = other.base.replace("127.0.0.1", "localhost")
        urls = [server.base + "/busy"] + [f"{server.base}/{n}" for n in range(4)]
        result = probe(
            tmp_path,
            [*urls, elsewhere + "/"],
            named=[server.base, elsewhere],
            settings={"CONCURRENT_REQUESTS_LOCAL": 1, "RETRY_BACKOFF": 1},
        )
        assert [result.fate(url) for url in urls] == [200] * 5
        first, second = server.times("/busy")
        assert 0.9 <= second - first < 4
        assert [p for t, _, p, _ in server.seen if first < t < first + 0.9] == []
        assert len(other.times("/")) == 1
        assert other.times("/")[0] < second


def test_politeness_retry_after_too_long_gives_up(tmp_path):
    routes = {
        "/robots.txt": NO_ROBOTS,
        "/busy": answer(status="429 No", retry_after="100000"),
        "/date": answer(status="503 No", retry_after="Fri, 31 Dec 9999 23:59:59 GMT"),
        "/odd": answer(status="503 No", retry_after="soon"),
        "/past": answer(status="503 No", retry_after="Fri, 31 Dec 1999 23:59:59 GMT"),
    }
    with RawServer(routes) as server:
        urls = [server.base + path for path in ("/busy", "/date", "/odd", "/past")]
        result = probe(tmp_path, urls, named=[server.base])
        assert [result.fate(url) for url in urls] == ["retry_after_too_long"] * 2 + [
            "http_503"
        ] * 2
        assert len(server.times("/busy")) == 1


def test_politeness_other_errors_back_off(tmp_path):
    with RawServer(
        {"/robots.txt": NO_ROBOTS, "/": answer(status="500 Oops"), "*": PAGE}
    ) as server:
        result = probe(
            tmp_path,
            [server.base + "/", server.base + "/ok"],
            named=[server.base],
            settings={"RETRY_BACKOFF": 0.4},
        )
        first, second = gaps(server.times("/"))
        assert 0.2 <= first < 0.8
        assert 0.4 <= second < 1.6
        assert result.fate(server.base + "/") == "http_500"


def test_politeness_crawl_delay_is_kept_and_capped(tmp_path):
    robots = answer("User-agent: *\nCrawl-delay: 0.6")
    greedy = answer("User-agent: *\nCrawl-delay: 86400")
    with (
        RawServer({"/robots.txt": robots, "*": PAGE}) as slow,
        RawServer({"/robots.txt": greedy, "*": PAGE}) as slower,
    ):
        capped = slower.base.replace("127.0.0.1", "localhost")
        urls = [f"{base}/{n}" for n in range(3) for base in (slow.base, capped)]
        result = probe(
            tmp_path, urls, named=[slow.base, capped], settings={"CRAWL_DELAY_MAX": 0.8}
        )
        assert {result.fate(url) for url in urls} == {200}
        assert len(slow.seen) == len(slower.seen) == 4
        assert min(gaps([t for t, *_ in slow.seen])) >= 0.58
        assert min(gaps([t for t, *_ in slower.seen])) >= 0.78
        assert result.log.count("CRAWL_DELAY_MAX makes it") == 1


def test_politeness_default_pace_unless_local(tmp_path):
    with RawServer({"/robots.txt": NO_ROBOTS, "*": PAGE}) as server:
        urls = [f"{server.base}/{n}" for n in range(6)]
        probe(tmp_path, urls, named=[server.base])
        assert server.seen[-1][0] - server.seen[0][0] < 1
        server.seen.clear()
        # named by the operator: holds for local hosts too
        probe(tmp_path, urls, named=[server.base], settings={"DOWNLOAD_DELAY": 0.25})
        assert server.seen[-1][0] - server.seen[0][0] > 0.75


WAITS = {
    "retry_after": {"/robots.txt": NO_ROBOTS, "*": answer(status="429 No", retry_after="60")},
    "backoff": {"/robots.txt": NO_ROBOTS, "*": answer(status="500 No")},
    "crawl_delay": {"/robots.txt": answer("User-agent: *\nCrawl-delay: 50"), "*": PAGE},
    "robots": {"/robots.txt": answer(status="503 No", retry_after="60"), "*": PAGE},
}


def test_politeness_waits_end_with_the_crawl(tmp_path):
    with contextlib.ExitStack() as stack:
        servers = {why: stack.enter_context(RawServer(routes)) for why, routes in WAITS.items()}
        processes = {
            why: start(
                tmp_path,
                [f"{server.base}/{n}" for n in range(5)],
                named=[server.base],
                settings={"RETRY_BACKOFF": 30},
                log=why,
            )
            for why, server in servers.items()
        }
        least = {"retry_after": 2, "backoff": 2, "crawl_delay": 1, "robots": 1}
        end = time.monotonic() + 20
        while any(len(servers[why].seen) < least[why] for why in WAITS):
            assert time.monotonic() < end
            time.sleep(0.05)  # noqa: TID251 -- a test's process has no reactor
        time.sleep(0.3)  # noqa: TID251
        for why, process in processes.items():
            process.send_signal(signal.SIGTERM)
            began = time.monotonic()
            assert process.wait(10) == 0, (tmp_path / why).read_text()[-3000:]
            assert time.monotonic() - began < 2
            fates = json.loads((tmp_path / f"{why}.json").read_text())["fates"]
            assert {fate["fate"] for fate in fates.values()} <= {"cancelled"}
