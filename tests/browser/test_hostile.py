"""Hostile pages: each costs itself a recorded fate, the next page renders, nothing is left."""

import pytest

from tests.browser.left import files, processes
from tests.browser.probe import probe

pytestmark = pytest.mark.usefixtures("browser")
# What becomes of it, and what its <h1> says if it is rendered.
FATES = {
    "dialogs": (None, "dialogs"),
    "beforeunload": (None, "beforeunload"),
    "endless-script": ("render_timeout", None),
    "late-endless-script": ("render_timeout", None),
    "endless-picture": (None, "endless-picture"),
    "memory": ("browser_crash", None),
    "popups": (None, "popups"),
    "download": (None, "download"),
    "large": ("too_large", None),
    "loop": ("redirect_loop", None),
    "service-worker": (None, "service-worker"),
}


@pytest.fixture(scope="module")
def pages(browser, folder, site):
    paths = [
        path for name in FATES for path in (f"/hostile/{name}", f"/hostile/fine?after={name}")
    ]
    settings = {
        "BROWSER_TABS": 1,
        "BROWSER_PAGE_TIMEOUT": 8,
        "BROWSER_SCRIPT_TIMEOUT": 5,
        "BROWSER_QUIET_TIMEOUT": 2,
        "BROWSER_HEAP_MB": 64,
        # A busy machine needs 0.5 s for each: the loop must be met before the wait for quiet ends.
        "REDIRECT_MAX_TIMES": 2,
    }
    requests = [site.url + path for path in paths]
    found, _, _ = probe(folder, requests, [site.url], serial=True, settings=settings)
    return dict(zip(paths, found, strict=True))


@pytest.mark.parametrize("name", FATES)
def test_hostile_page_costs_itself(pages, name):
    fate, heading = FATES[name]
    page = pages[f"/hostile/{name}"]
    assert page.fate == fate, page.reason
    if heading:
        assert page.css("h1::text") == [heading]


@pytest.mark.parametrize("name", FATES)
def test_next_page_is_itself(pages, name):
    page = pages[f"/hostile/fine?after={name}"]
    assert page.fate is None, page.reason
    assert (page.status, page.css("h1::text")) == (200, ["fine"])
    assert page.url.endswith(f"/hostile/fine?after={name}")


def test_dialogs_are_answered_with_no(pages):
    assert " said false" in "".join(pages["/hostile/dialogs"].css("body::text"))


def test_service_worker_is_not_installed(pages):
    assert pages["/hostile/service-worker"].css("#installed::text") == ["no"]


def test_nothing_is_left(pages, folder):
    assert (processes(folder), files(folder)) == ([], [])
    assert not [*folder.rglob("*.exe*")]
