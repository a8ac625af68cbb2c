"""Canonical URLs: one spelling for one page, and never one for two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.urls import LONGEST, canonical, site

SAME = {
    "HTTP://Example.COM": "http://example.com/",
    "http://example.com:80/": "http://example.com/",
    "https://example.com:443/a": "https://example.com/a",
    "http://example.com:443/a": "http://example.com:443/a",
    "http://example.com./": "http://example.com/",
    "http://user:secret@example.com/": "http://example.com/",
    "http://[::0:1]:8080/x#y": "http://[::1]:8080/x",
    "https://münchen.de/straße": "https://xn--mnchen-3ya.de/stra%C3%9Fe",
    "http://example.com/a/./b/../c": "http://example.com/a/c",
    "http://example.com/%7Ejoe/%2e%2e/x%2fy": "http://example.com/x%2Fy",
    "http://example.com/../../x": "http://example.com/x",
    "http://example.com/a#b": "http://example.com/a",
    "http://example.com/a?": "http://example.com/a",
    "http://example.com/?&&": "http://example.com/",
    "http://example.com/?b=2&a=1&b=1": "http://example.com/?a=1&b=1&b=2",
    "http://example.com/?q=a b": "http://example.com/?q=a+b",
    "http://example.com/?utm_source=x&UTM_Medium=y&gclid=1&id=7": "http://example.com/?id=7",
    "http://example.com/?fbclid=1": "http://example.com/",
    "http://example.com/?PHPSESSID=abc&id=7": "http://example.com/?id=7",
    "http://example.com/a;jsessionid=1F?id=7": "http://example.com/a?id=7",
    "http://example.com/a;JSESSIONID=1F/b": "http://example.com/a/b",
    "http://example.com/a/..;sid=1/b": "http://example.com/b",
    "http://example.com/?sid=" + "0f" * 16: "http://example.com/",
    "http://example.com/a/index.html": "http://example.com/a/",
    "http://example.com/index.php?id=7": "http://example.com/?id=7",
    "http://example.com/default.htm": "http://example.com/",
    " \thttp://example.com/a\n": "http://example.com/a",
    "http://example.com\\a": "http://example.com/a",
}
DIFFERENT = [
    ("http://example.com/a", "http://example.com/a/"),
    ("http://example.com/a", "http://example.com/A"),
    ("http://example.com/a", "https://example.com/a"),
    ("http://example.com/a", "http://www.example.com/a"),
    ("http://example.com/a", "http://example.com:8000/a"),
    ("http://example.com/a/b", "http://example.com/a%2Fb"),
    ("http://example.com/a//b", "http://example.com/a/b"),
    ("http://example.com/a%25b", "http://example.com/a%b"),
    ("http://example.com/?ref=main", "http://example.com/?ref=dev"),
    ("http://example.com/?sid=12", "http://example.com/?sid=13"),
    ("http://example.com/?a=1&a=2", "http://example.com/?a=1"),
    ("http://example.com/?q=a%26b", "http://example.com/?q=a&b"),
    ("http://example.com/my-index.html", "http://example.com/"),
    ("http://example.com/a;v=1", "http://example.com/a;v=2"),
]
NO_PAGE = [
    "", "/a", "example.com", "//example.com/", "ftp://example.com/", "mailto:a@b.c", "http:a",
    "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http:///a", "http://",
    "http://[::1", "http://example.com:99999/", "http://example.com:x/",
    "http://exa mple.com/", "http://.com/", "http://a..b/", "http://ex%41mple.com/",
    "http://example.com/\ud800", "http://example.com/" + "a" * LONGEST,
    "http://example.com/?utm_source=" + "a" * 20_000,
]  # fmt: skip
URLS = st.one_of(
    st.text(),
    st.builds("{}{}".format, st.sampled_from(["http://a.b", "https://"]), st.text(max_size=40)),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["http://ex.com", "HTTPS://u@EX.com:443", "http://[::1]", "http://ß.de."]),
        st.text("/.;:aI%2eEfF3b&=?#+ \\é", max_size=24),
        st.sampled_from(
            ["", "/index.html", ";sid=1/..", "?sid=1", "?utm_a=1&=&b", "/..;sid=;sid="]
        ),
    ),
)


@pytest.mark.parametrize(("url", "expected"), SAME.items())
def test_canonical_gives_one_spelling(url, expected):
    assert canonical(url) == expected


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_canonical_keeps_pages_apart(one, other):
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize("url", NO_PAGE)
def test_canonical_refuses_what_is_no_page(url):
    with pytest.raises(ValueError, match=r"."):
        canonical(url)


@given(URLS)
def test_canonical_is_idempotent(url):
    try:
        once = canonical(url)
    except ValueError:
        return
    assert canonical(once) == once
    assert once.isascii()
    assert len(once) <= LONGEST
    assert once.startswith(("http://", "https://"))


def test_canonical_takes_the_longest_url_and_no_longer():
    url = "http://example.com/" + "a" * (LONGEST - 19)
    assert canonical(url) == url
    with pytest.raises(ValueError, match="longer than 2,000"):
        canonical(url + "a")


def test_site_is_host_and_port():
    assert site("http://example.com:8000/a") == "example.com:8000"
    assert site("https://example.com/") == "example.com"
