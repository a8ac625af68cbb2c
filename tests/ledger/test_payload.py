"""A request survives the way through JSON; what cannot is refused, naming the value."""

import json
import threading
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import FormRequest, Request
from scrapy.http import JsonRequest

from crawlers.items import BookItem
from crawlers.spiders.books import BooksSpider
from pipelines.ledger.payload import NotStorableError, to_payload, to_request

URL = "http://x.example/?a=1&b=%20"


class Spider(BooksSpider):
    def other(self, failure):
        """Another errback."""


@pytest.fixture(scope="module")
def spider():
    return Spider()


def round_trip(request, spider):
    payload = to_payload(request, spider)
    assert payload.isascii()
    assert "\0" not in payload
    return to_request(request.url, request.method, request.priority, payload, spider)


def parts(request):
    names = ("url", "method", "body", "cookies", "meta", "cb_kwargs", "priority", "flags",
             "dont_filter", "encoding", "callback", "errback")  # fmt: skip
    return {name: getattr(request, name) for name in names} | {
        "class": type(request),
        "headers": dict(request.headers),
    }


ITEM = BookItem(url=URL, upc="u", title="T", price=Decimal("1.50"))
META = {
    "text": "a\0b\ud800é",
    "bytes": b"\x00\xff",
    "tuple": (1, ("x", None)),
    "sets": [{1, 2}, frozenset({"a"})],
    "when": [datetime(2026, 11, 24, 6, 0, tzinfo=UTC), date(2026, 11, 24), time(6, 1)],
    "span": timedelta(days=1, microseconds=5),
    "money": Decimal("0.10"),
    "floats": [1.5, float("inf")],
    "keys": {1: "a", ("x", 2): "b"},
    "tag": {"$": "not ours"},
    "item": ITEM,
    "big": 2**80,
    "flag": True,
}


def test_everything_that_scrapy_lets_users_make_comes_back(spider):
    request = Request(
        URL,
        spider.parse_book,
        method="PUT",
        headers={"X-One": ["a", "b"], "X-Bytes": b"\xff\x00", "Referer": "http://r.example/"},
        body=b"\x00\xff binary",
        cookies=[{"name": "n", "value": "v", "domain": "x.example", "secure": True}],
        meta=META,
        cb_kwargs={"item": ITEM, "page": 3},
        encoding="latin-1",
        priority=-7,
        dont_filter=True,
        errback=spider.other,
        flags=["f"],
    )
    assert parts(round_trip(request, spider)) == parts(request)


@pytest.mark.parametrize(
    "request_",
    [
        FormRequest(URL, formdata={"a": "é", "b": ["1", "2"]}),
        JsonRequest(URL, data={"a": [1, None]}),
        Request(URL, cookies={"a": "b"}),
        Request(URL, method="POST", body="é", encoding="latin-1"),
    ],
)
def test_kinds_of_requests_come_back_as_they_were(spider, request_):
    assert parts(round_trip(request_, spider)) == parts(request_)


def test_browser_actions_come_back(spider):
    actions = [{"type": "wait_for", "css": "li", "timeout": 5.0}, {"type": "click", "css": "a"}]
    request = Request(URL, meta={"browser": {"actions": actions, "session": "s"}})
    assert parts(round_trip(request, spider)) == parts(request)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
    | st.binary() | st.dates() | st.decimals(allow_nan=False),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)  # fmt: skip


@given(PLAIN)
def test_any_plain_value_comes_back_with_its_type(value):
    spider = Spider()
    back = round_trip(Request(URL, cb_kwargs={"value": value}), spider).cb_kwargs["value"]
    assert (repr(back), type(back)) == (repr(value), type(value))


def test_plain_get_takes_few_bytes(spider):
    request = Request(URL, spider.parse, errback=spider.on_failure, meta={"depth": 2})
    payload = to_payload(request, spider)
    assert json.loads(payload) == {
        "callback": "parse",
        "errback": "on_failure",
        "meta": {"depth": 2},
    }


class Odd:
    """No plain value."""


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"meta": {"lock": threading.Lock()}}, "meta['lock'] is a _thread.lock"),
        (
            {"meta": {"a": [1, {"b": Odd()}]}},
            "meta['a'][1]['b'] is a tests.ledger.",
        ),
        ({"cb_kwargs": {"x": {Odd(): 1}}}, "a key of cb_kwargs['x'] is a"),
        ({"callback": lambda _: None}, "its callback <lambda> is not a method of the spider"),
        ({"callback": len}, "its callback len is not a method of the spider"),
        ({"errback": print}, "its errback print is not a method of the spider"),
    ],
)
def test_what_only_this_process_knows_is_refused_by_name(spider, arguments, named):
    with pytest.raises(NotStorableError, match=None) as error:
        to_payload(Request(URL, **arguments), spider)
    assert named in str(error.value)


@pytest.mark.parametrize(
    "payload",
    [
        '{"callback": "no_such_method"}',
        '{"class": "os:system"}',
        '{"class": "no.such.module:Request"}',
        '{"meta": {"x": {"$": ["item", ["subprocess:Popen", {"args": "true"}]]}}}',
    ],
)
def test_row_that_names_what_is_not_there_builds_nothing(spider, payload):
    with pytest.raises((ValueError, TypeError)):
        to_request(URL, "GET", 0, payload, spider)
