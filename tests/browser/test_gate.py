"""The gate lets in its own tabs only, and a crawl without rendered pages has none."""

import contextlib
import re
import socket
import ssl
import subprocess
import sys

import psutil
import pytest

from tests.browser.left import processes
from tests.browser.probe import Probe, probe
from tests.crawling import ROOT, wait_for

ENDLESS = "/hostile/endless-picture"


def listening(pid):
    """Return the loopback ports that a process listens on; any other address fails."""
    found = psutil.Process(pid).net_connections(kind="all")
    asked = [each.laddr for each in found if each.status == psutil.CONN_LISTEN]
    assert {place.ip for place in asked} <= {"127.0.0.1"}
    return [place.port for place in asked]


@pytest.fixture
def running(browser, tmp_path, site):
    site.reset()
    settings = {"BROWSER_PAGE_TIMEOUT": 60}
    crawl = Probe(tmp_path, [site.url + ENDLESS], [site.url], settings=settings)
    wait_for(lambda: site.hits(query=True).get(f"{ENDLESS}?picture=1"), what="its picture")
    yield crawl
    crawl.end()


def greet(port, name):
    """Try to get in under a name; return what the gate says to a request."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", port), timeout=5) as plain,
        context.wrap_socket(plain, server_hostname=name) as tls,
    ):
        tls.sendall(b"GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n")
        return tls.recv(100)


@pytest.mark.parametrize("name", [None, "none.gate.test", "0" * 32 + ".gate.test"])
def test_stranger_is_refused_before_a_word_of_http(running, name):
    (port,) = listening(running.process.pid)
    with pytest.raises(ssl.SSLError, match=r"EOF occurred|UNRECOGNIZED_NAME"):
        greet(port, name)


def test_plain_http_is_not_spoken(running):
    (port,) = listening(running.process.pid)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
        plain.sendall(b"GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            assert plain.recv(100) in {b"", b"\x15\x03\x01\x00\x02\x02\x46"}


def test_names_of_tabs_are_not_in_command_lines(running):
    lines = [
        " ".join(process.cmdline()).replace("MAP ", "/")
        for process in psutil.Process(running.process.pid).children(recursive=True)
        if process.status() != psutil.STATUS_ZOMBIE
    ]
    names = [re.findall(r"([^/.]+)\.gate\.test", line) for line in lines]
    assert {name for found in names for name in found} == {"none", "*"}


def test_crawl_without_rendered_pages_starts_nothing(tmp_path, site):
    plain = [
        {"url": f"{site.url}{path}", "meta": {}} for path in ("/quotes/", "/fault/slow?seconds=3")
    ]
    crawl = Probe(tmp_path, plain, [site.url])
    try:
        wait_for(lambda: crawl.ended, what="the first page")
        assert listening(crawl.process.pid) == []
        assert processes(tmp_path) == []
        assert psutil.Process(crawl.process.pid).children() == []
        crawl.result()
    finally:
        crawl.end()
    assert not (tmp_path / "browser").exists()


def test_selenium_is_imported_by_the_first_rendered_page_only():
    code = (
        "import sys, crawlers.browser, crawlers.browser.handler, crawlers.settings;"
        "from crawlers.spiders import quotes;"
        "print([n for n in ('selenium', 'h11', 'psutil', 'websocket') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout == b"[]\n"


def test_wrong_setting_costs_rendered_pages_and_is_named(tmp_path, site):
    requests = [site.url + "/quotes/js/", {"url": site.url + "/quotes/", "meta": {}}]
    settings = {"BROWSER_TABS": "many"}
    (page, plain), _, _ = probe(tmp_path, requests, [site.url], settings=settings)
    assert (page.fate, plain.status) == ("no_browser", 200)
    assert page.reason == "BROWSER_TABS='many': a whole number of at least 1 is needed."


def test_page_without_browser_costs_itself(tmp_path, site):
    settings = {"BROWSER_DRIVER": "/nowhere/chromedriver"}
    requests = [site.url + "/quotes/js/", {"url": site.url + "/quotes/", "meta": {}}]
    (page, plain), _, _ = probe(tmp_path, requests, [site.url], settings=settings)
    assert (page.fate, plain.status) == ("no_browser", 200)
    assert page.reason == (
        "No chromedriver here: `make browser` installs it on Debian and Ubuntu; "
        "BROWSER_DRIVER names one."
    )
