"""No door left open: a running crawl listens nowhere."""

import psutil

from tests.crawling import MANY, running_crawl, wait_for
from webapp.catalog.models import Book


def test_running_crawl_has_no_listening_socket(database, tmp_path):
    args = {"n": 100_000, "pause": 0.01}
    home = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    with running_crawl("many", args=args, settings=MANY, env=database.env | home) as process:
        wait_for(Book.objects.exists, what="the first book")
        connections = psutil.Process(process.pid).net_connections(kind="all")
    assert [c for c in connections if c.status == psutil.CONN_LISTEN] == []
    named = [c.laddr for c in connections if c.family.name == "AF_UNIX" and c.laddr]
    assert named == []
    assert not [*tmp_path.glob("state/scrapy/**/*.json")]  # where a remote control names its door
