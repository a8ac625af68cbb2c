"""Actions do on a page what they say, and say why they cannot."""

import json
from pathlib import Path

import pytest
from scrapy import Selector

from crawlers.browser import (
    Click,
    Evaluate,
    Fill,
    Press,
    Screenshot,
    Scroll,
    Select,
    WaitFor,
    WaitForFunction,
)
from crawlers.browser.order import Order
from tests.browser.probe import probe
from tests.site.scripted import LOGIN

pytestmark = pytest.mark.usefixtures("browser")
USER, PASSWORD = LOGIN
ORDERS = {
    "delayed": ("/quotes/js-delayed/", [WaitFor("div.quote")]),
    "scroll": ("/quotes/scroll", [Scroll(rows="div.quote")]),
    "more": ("/quotes/more", [WaitFor("#more"), Click("#more", times=50)]),
    "virtual": ("/quotes/virtual", [Scroll(rows=".row", inside="#list", collect=True)]),
    "login": (
        "/quotes/login",
        [
            WaitForFunction("document.querySelector('[name=token]').value"),
            Fill("[name=username]", USER),
            Fill("[name=password]", PASSWORD),
            Select("[name=language]", "Deutsch"),
            Press("Enter", "[name=password]"),
            WaitFor("#welcome"),
        ],
    ),
    "member": ("/quotes/member", [Screenshot(), Screenshot("h2"), Evaluate("({a: [1, null]})")]),
    "promise": ("/hostile/fine", [Evaluate("new Promise((done) => setTimeout(done, 50, 7))")]),
    "states": ("/hostile/fine", [WaitFor("#no", state="detached"), WaitFor("h1", 1, "attached")]),
    "no-element": ("/hostile/fine", [Evaluate("1"), Click("#no", timeout=0.5)]),
    "no-selector": ("/hostile/fine", [WaitFor("][", timeout=0.5)]),
    "no-script": ("/hostile/fine", [Evaluate("nothing.here")]),
    "no-key": ("/hostile/fine", [Press("Hyper")]),
    "no-option": ("/quotes/login", [Select("[name=language]", "fr", timeout=0.5)]),
    "never": ("/hostile/fine", [WaitForFunction("false", timeout=0.3)]),
    "no-box": ("/hostile/fine", [Scroll(inside="#no")]),
    "to-robots": (
        "/fault/links?to=/private/secret.html",
        [Click("a"), WaitFor("#never", timeout=2)],
    ),
}


@pytest.fixture(scope="module")
def pages(browser, folder, site):
    requests = [
        {
            "url": site.url + path,
            "meta": {
                "browser": Order(tuple(actions), "one" if "m" in name[:2] else None).as_dict()
            }
            | {"cookiejar": "member" if name in {"login", "member"} else name},
        }
        for name, (path, actions) in ORDERS.items()
    ]
    settings = {"BROWSER_TABS": 2}
    found, _, _ = probe(folder, requests, [site.url], serial=True, settings=settings)
    return dict(zip(ORDERS, found, strict=True))


def failed(page):
    assert page.fate == "action_failed"
    return page.reason


def results(page):
    assert page.fate is None, page.reason
    return page.browser["results"]


def test_wait_for_waits_for_what_comes_late(pages):
    assert results(pages["delayed"]) == [10]
    assert len(pages["delayed"].css("div.quote")) == 10


def test_scroll_reaches_the_end_of_an_endless_list(pages):
    assert results(pages["scroll"]) == [100]
    assert len(pages["scroll"].css("div.quote")) == 100


def test_click_loads_more_until_there_is_no_more(pages):
    assert results(pages["more"]) == [1, None]
    assert len(pages["more"].css("div.quote")) == 100


def test_scroll_collects_rows_that_exist_only_on_the_screen(pages, site):
    (rows,) = results(pages["virtual"])
    texts = [Selector(text=row).css(".row::text").get() for row in rows]
    said = json.loads(site.get("/quotes/api/quotes?per_page=1000")[1])["quotes"]
    assert texts == [quote["text"] for quote in said]


def test_login_is_filled_in_and_kept(pages):
    assert results(pages["login"]) == ["made-by-script", None, None, "de", None, 1]
    assert [status for _, status in pages["login"].browser["navigations"]] == [200, 303]
    assert pages["member"].css("#welcome::text") == ["Welcome"]


def test_screenshots_are_files_and_values_are_json(pages):
    whole, part, value = results(pages["member"])
    sizes = [len(Path(path).read_bytes()) for path in (whole, part)]
    assert sizes[0] > sizes[1] > 100
    assert value == {"a": [1, None]}


def test_promise_is_awaited(pages):
    assert results(pages["promise"]) == [7]


def test_states_of_elements(pages):
    assert results(pages["states"]) == [0, 1]


def test_failed_action_says_which_and_keeps_page_and_picture(pages):
    reason = failed(pages["no-element"])
    assert "action 2 of 2, Click(css='#no', timeout=0.5, times=1): no such element" in reason
    page = Path(reason.split("The page as it was: ")[1].split(" and ")[0])
    assert "<h1>fine</h1>" in page.read_text()
    assert page.with_suffix(".png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "said"),
    {
        "no-selector": "is not a valid selector",
        "no-script": "ReferenceError: nothing is not defined",
        "no-key": "no key 'Hyper'",
        "no-option": "Could not locate element with visible text: fr",
        "never": "not true in time",
        "no-box": "nothing matches #no",
    }.items(),
)
def test_action_that_cannot_be_done_says_why(pages, name, said):
    assert said in failed(pages[name])


def test_click_that_leads_to_what_robots_forbid_has_that_fate(pages, site):
    assert pages["to-robots"].fate == "robots"
    assert "/private/secret.html" not in site.hits()
