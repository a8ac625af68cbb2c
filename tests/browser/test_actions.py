"""Actions travel as JSON and are read back with care."""

import json

import pytest
from scrapy import Request

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
    browser_page,
)
from crawlers.browser.actions import ACTIONS, action_of
from crawlers.browser.errors import OrderError
from crawlers.browser.order import Order

EVERY = [
    WaitFor("#a", timeout=2.5, state="hidden"),
    WaitForFunction("window.ready"),
    Click("#a", times=3),
    Fill("#a", "text"),
    Select("#a", "de"),
    Press("Enter"),
    Scroll(rows=".row", inside="#list", collect=True, most=9),
    Evaluate("1 + 1"),
    Screenshot(css="#a"),
]
WRONG = {
    "no-mapping": (3, "no action: 3"),
    "no-name": ({}, "no action: {}"),
    "unknown": ({"do": "clik"}, "no action 'clik'. There are: wait_for, "),
    "missing": ({"do": "click"}, "click needs 'css'"),
    "too-much": ({"do": "click", "css": "a", "now": 1}, "click takes no 'now'"),
    "type": ({"do": "click", "css": 1}, "click: css cannot be 1"),
    "bool": ({"do": "click", "css": "a", "times": True}, "click: times cannot be True"),
    "state": ({"do": "wait_for", "css": "a", "state": "x"}, "state 'x'; there are: visible"),
    "rows": ({"do": "scroll", "collect": True}, "collect needs rows"),
}


def test_every_action_travels_as_json():
    assert {type(action) for action in EVERY} == set(ACTIONS.values())
    request = browser_page("http://a.example/", actions=EVERY, session="s", proxy="http://p:1")
    travelled = json.loads(json.dumps(request.meta["browser"]))
    assert travelled == request.meta["browser"]
    order = Order.of(Request("http://a.example/", meta={"browser": travelled}))
    assert order == Order(tuple(EVERY), "s")
    assert request.meta["proxy"] == "http://p:1"


def test_default_values_do_not_travel():
    assert Click("#a").as_dict() == {"do": "click", "css": "#a"}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_action_is_named(name):
    plain, said = WRONG[name]
    with pytest.raises(ValueError, match=r".+") as caught:
        action_of(plain)
    assert str(caught.value).startswith(said)
    request = Request("http://a.example/", meta={"browser": {"actions": [plain]}})
    with pytest.raises(OrderError) as refused:
        Order.of(request)
    assert said in str(refused.value)


@pytest.mark.parametrize("meta", [3, "yes", {"actions": "click"}, {"session": 1}])
def test_order_that_is_none_is_named(meta):
    with pytest.raises(OrderError, match="meta"):
        Order.of(Request("http://a.example/", meta={"browser": meta}))


def test_request_without_browser_has_no_order():
    assert Order.of(Request("http://a.example/")) is None
    assert Order.of(Request("http://a.example/", meta={"browser": False})) is None
