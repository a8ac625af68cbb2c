"""Whatever dies: the page has a fate, the next one renders, the next crawl leaves nothing."""

import contextlib
import signal

import psutil
import pytest

from tests.browser.left import files, processes
from tests.browser.probe import Probe, probe
from tests.crawling import wait_for

pytestmark = pytest.mark.usefixtures("browser")
# Time enough to find and kill a process on a busy machine, before the page is taken as it is.
SETTINGS = {
    "BROWSER_TABS": 1,
    "BROWSER_PAGE_TIMEOUT": 8,
    "BROWSER_QUIET_TIMEOUT": 8,
    "BROWSER_SCRIPT_TIMEOUT": 2,
}


def processes_of(folder, name):
    """Return the crawl's driver or browser (not its helpers)."""
    for process in psutil.process_iter(["cmdline", "name"]):
        words = process.info["cmdline"] or ()
        ours = any(str(folder) in word for word in words)
        is_helper = any(word.startswith("--type=") for word in words)
        if ours and not is_helper and process.info["name"] == name:
            yield process


def renderers(folder):
    for browser in processes_of(folder, "chromium"):
        with contextlib.suppress(psutil.Error):
            for child in browser.children(recursive=True):
                if "--type=renderer" in child.cmdline():
                    yield child


@pytest.fixture
def crawl(tmp_path, site):
    """A crawl whose first page is being rendered: its picture never ends."""
    site.reset()
    requests = [f"{site.url}/hostile/{name}" for name in ("endless-picture", "fine?a", "fine?b")]
    running = Probe(tmp_path, requests, [site.url], serial=True, settings=SETTINGS)
    wait_for(lambda: "/hostile/endless-picture" in site.hits(), what="the page")
    wait_for(
        lambda: site.hits(query=True).get("/hostile/endless-picture?picture=1"), what="picture"
    )
    yield running
    running.end()


def ended_well(crawl):
    first, *others = crawl.result()
    assert [page.css("h1::text") for page in others] == [["fine"], ["fine"]]
    assert (processes(crawl.folder), files(crawl.folder)) == ([], [])
    return first


@pytest.mark.parametrize("name", ["chromium", "chromedriver"])
def test_killed_process_costs_one_page(crawl, name):
    (victim,) = processes_of(crawl.folder, name)
    victim.kill()
    assert ended_well(crawl).fate == "browser_crash"


def test_crashed_tab_costs_one_page(crawl):
    for renderer in list(renderers(crawl.folder)):
        renderer.kill()
    assert ended_well(crawl).fate == "browser_crash"


def test_stopped_driver_costs_one_page(crawl):
    (driver,) = processes_of(crawl.folder, "chromedriver")
    driver.send_signal(signal.SIGSTOP)
    assert ended_well(crawl).fate == "browser_crash"


def test_stopped_browser_costs_one_page(crawl):
    (browser,) = processes_of(crawl.folder, "chromium")
    browser.send_signal(signal.SIGSTOP)
    assert ended_well(crawl).fate == "render_timeout"


def test_sigterm_leaves_nothing(crawl):
    crawl.process.send_signal(signal.SIGTERM)
    crawl.process.wait(60)
    assert (processes(crawl.folder), files(crawl.folder)) == ([], [])


def test_kill_of_the_crawl_leaves_nothing_after_the_next_start(crawl, site):
    assert processes(crawl.folder) != []
    crawl.kill()
    assert files(crawl.folder) != []
    # The next crawl need not even use a browser.
    plain = {"url": f"{site.url}/hostile/fine", "meta": {}}
    probe(crawl.folder, [plain], [site.url])
    assert (processes(crawl.folder), files(crawl.folder)) == ([], [])


def test_running_crawl_is_left_alone_by_the_next(crawl, site):
    before = sorted(processes(crawl.folder))
    folder = crawl.folder / "other"
    folder.mkdir()
    own = {"BROWSER_DIR": str(crawl.folder / "browser")}
    plain = {"url": f"{site.url}/hostile/fine", "meta": {}}
    probe(folder, [plain], [site.url], settings=own)
    assert sorted(processes(crawl.folder)) == before
    assert ended_well(crawl).fate is None
