"""A crawl opens no door."""

import asyncio
import time

import psutil

from tests.downloader.probe import start
from tests.downloader.server import RawServer, answer


async def slow(server, writer, headers):
    await asyncio.sleep(1.5)
    return answer("done")


def test_sockets_none_listens_during_a_crawl(tmp_path):
    with RawServer({"/robots.txt": answer("", "404 Not Found"), "*": slow}) as server:
        process = start(tmp_path, [server.base + "/"], named=[server.base])
        end = time.monotonic() + 15
        while "/" not in server.paths:
            assert time.monotonic() < end
            time.sleep(0.05)  # noqa: TID251 -- a test's process has no reactor
        crawl = psutil.Process(process.pid)
        sockets = [
            s for p in (crawl, *crawl.children(recursive=True)) for s in p.net_connections()
        ]
        assert [s for s in sockets if s.status == psutil.CONN_LISTEN] == []
        assert [s for s in sockets if s.status == psutil.CONN_ESTABLISHED] != []
        assert process.wait(20) == 0
