"""A cookie that comes and goes between crawl and browser stays one cookie."""

from scrapy import Request

from crawlers.browser.cookiejar import carried_cookies, cookie_params

REQUEST = Request("https://www.shop.example/a", headers={"Cookie": "a=1; b=2=3; c="})
CARRIED = {"a": "1", "b": "2=3", "c": ""}


def known(name, value, domain):
    return {"name": name, "value": value, "domain": domain, "path": "/", "secure": True} | {
        "httpOnly": True
    }


def test_header_is_read():
    assert carried_cookies(REQUEST) == CARRIED
    assert carried_cookies(Request("https://www.shop.example/")) == {}


def test_unknown_cookie_is_the_hosts_own():
    params = cookie_params(REQUEST, {"a": "1"}, [known("a", "1", ".other.example")])
    assert params == [{"name": "a", "value": "1", "url": REQUEST.url, "path": "/"}]


def test_known_cookie_is_left_or_changed_where_it_is():
    everywhere = [known("a", "1", ".shop.example"), known("b", "old", "www.shop.example")]
    params = cookie_params(REQUEST, {"a": "1", "b": "new"}, everywhere)
    assert params == [known("b", "new", "www.shop.example")]
