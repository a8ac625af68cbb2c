"""Nothing in the browser reaches an address that the operator did not name: a canary counts."""

import socket

import pytest

from tests.browser.probe import probe
from tests.downloader.server import PAGE, RawServer, answer

pytestmark = pytest.mark.usefixtures("browser")
SPELLINGS = ["127.0.0.1", "localhost", "127.1", "0x7f000001", "[::ffff:127.0.0.1]"]
NOWHERE = ["169.254.169.254", "10.0.0.1", "[::1]"]


@pytest.fixture(scope="module")
def crawled(browser, folder, site):
    secret = answer("secret", access_control_allow_origin="*")
    with (
        RawServer({"*": secret}) as canary,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
    ):
        udp.setblocking(False)
        udp.bind(("127.0.0.1", canary.port))
        spelled = [f"http://{host}:{canary.port}" for host in SPELLINGS]
        spelled += [
            f"https://127.0.0.1:{canary.port}",
            f"http://{socket.gethostname()}:{canary.port}",
        ]
        targets = spelled + [f"http://{host}" for host in NOWHERE]
        reach = [f"{site.url}/hostile/reach?to={target}" for target in targets]
        away = [f"{site.url}/hostile/away?to={target}/away" for target in targets]
        settings = {"BROWSER_TABS": 2, "BROWSER_QUIET_TIMEOUT": 2, "ROBOTSTXT_OBEY": False}
        pages, stats, log = probe(folder, reach + away, [site.url], settings=settings)
        with pytest.raises(BlockingIOError):  # WebRTC asks over UDP
            udp.recv(100)
        yield pages[: len(targets)], pages[len(targets) :], list(canary.seen), stats, log


def test_no_way_leads_inside(crawled):
    reached, sent, seen, stats, _ = crawled
    assert seen == []
    assert [page.reason for page in reached] == [None] * len(reached)
    assert [page.css("h1::text") for page in reached] == [["reach"]] * len(reached)
    assert {page.fate for page in sent} == {"private_address"}
    assert stats["browser/refused"] > 5 * len(reached)


def test_refusal_names_what_would_open_it(crawled):
    assert "NETWORK_ALLOW=127.0.0.1:" in crawled[4]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "chrome://version/", "data:text/html,x"])
def test_script_cannot_leave_the_web(tmp_path, site, url):
    (page,), _, _ = probe(tmp_path, [f"{site.url}/hostile/away?to={url}"], [site.url])
    assert (page.fate, page.css("h1::text")) == (None, ["away"])
    assert "root:" not in page.text


def test_named_endpoint_is_open_to_the_browser(tmp_path, site):
    with RawServer({"*": PAGE}) as inside:
        url = f"{site.url}/hostile/reach?to={inside.base}"
        settings = {"NETWORK_ALLOW": f"127.0.0.1:{inside.port}", "BROWSER_QUIET_TIMEOUT": 2}
        probe(tmp_path, [url], [site.url], settings=settings)
        reached = {path.strip("/") for path in inside.paths}
    ways = {"style", "script", "img", "frame", "object", "video", "fetch", "beacon", "worker"}
    assert reached == ways | {"redirected"}
