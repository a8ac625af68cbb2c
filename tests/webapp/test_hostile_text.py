"""Scraped text is text on every page of the admin, whatever it says.

What root sees is walked in a browser by test_stored_payloads; who may only look sees other pages.
"""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests.webapp.rows import MODELS, fill, name_of
from tests.webapp.test_details import page
from webapp.catalog.models import Author, Book, Change, Page, Quote
from webapp.crawls.admin.links import outside
from webapp.crawls.models import Job, Rejection

HOSTILE = {
    "script": "<script>hostile()</script>",
    "attribute": "\"'><img src=x onerror=hostile()>",
    "javascript": "javascript:hostile()//",
    "data": "data:text/html,<script>hostile()</script>",
    "template": "{{ request.user.password }}{% debug %}",
    "entity": "&lt;script&gt;hostile()&lt;/script&gt;",
    "turned": "\u202egpj.exe\u2066<b>hostile</b>",
}


class Markup(HTMLParser):
    """Collects what could run: scripts without a file, event attributes, links."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.links = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in {"b", "iframe", "object", "embed", "base"} or attrs.get("src") == "x":
            self.found.append((tag, attrs))
        if tag == "script" and "src" not in attrs and attrs.get("type") != "application/json":
            self.found.append((tag, attrs))
        self.found += [(tag, name) for name in attrs if name.startswith("on") or name == "srcdoc"]
        if tag in {"a", "form", "link", "area"}:
            self.links.append((attrs.get("href") or attrs.get("action") or "", attrs))


def check(response):
    assert response.status_code == 200
    content = response.content.decode()
    markup = Markup()
    markup.feed(content)
    assert markup.found == []
    for address, attrs in markup.links:
        assert re.match(r"[/?#.]|https?://|$", address), address
        if re.match(r"https?:|//", address):
            assert (attrs["rel"], attrs["target"]) == ("noopener noreferrer nofollow", "_blank")
    assert "pbkdf2" not in content
    return content


def fill_with_all():
    """Make a row of every model for each hostile text."""
    for n, text in enumerate(HOSTILE.values()):
        fill(1, start=n, text=text, url=text)


def test_nothing_scraped_executes(viewer):
    fill_with_all()
    texts = [*HOSTILE.values()]
    check(viewer.get(reverse("home")))
    for n, model in enumerate(MODELS):
        listing = f"admin:{name_of(model)}_changelist"
        check(viewer.get(reverse(listing)))
        check(viewer.get(reverse(listing, query={"q": texts[n % len(texts)]})))
        row = model.objects.order_by("pk")[n % len(texts)]
        check(viewer.get(page(row)))
        check(viewer.get(page(row, "history")))


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_text_is_shown_as_it_is(viewer, model):
    fill(1, text="<i>&amp;")
    assert "&lt;i&gt;&amp;amp;" in check(viewer.get(page(model.objects.get())))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:hostile()",
        "JaVaScRiPt://example.org/%0ahostile()",
        " javascript:hostile()",
        "java\tscript:hostile()",
        "http:\n//example.org/",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org/",
        "/admin/logout/",
        "http:///x",
        "http://[::1",
        "",
    ],
)
def test_what_is_no_web_address_is_no_link(url):
    assert "<a" not in str(outside(url))


def test_web_address_is_a_link_that_tells_nobody():
    assert outside("https://example.org/?a=1&b=<2>") == (
        '<a href="https://example.org/?a=1&amp;b=%3C2%3E" target="_blank"'
        ' rel="noopener noreferrer nofollow" class="out">https://example.org/?a=1&amp;b=%3C2%3E</a>'
    )
    assert "%E2%80%AE" in outside("https://example.org/\u202egpj.exe")


@pytest.mark.parametrize("model", [Job, Rejection, Book, Author, Quote, Page, Change], ids=name_of)
def test_very_long_text_is_short_in_the_list_and_whole_on_the_page(viewer, model):
    fill(1, text="W" * 100_000, url="http://example.org/" + "x" * 1900)
    listing = viewer.get(reverse(f"admin:{name_of(model)}_changelist")).content.decode()
    assert len(listing) < 40_000
    assert "W" * 101 not in listing
    if model in {Book, Author, Quote, Page, Change}:
        assert "W" * 100_000 in viewer.get(page(model.objects.get())).content.decode()


def test_raw_values_are_readable_even_when_cut(viewer):
    fill(1)
    Rejection.objects.update(raw='{"title": "\\u043c\\u0438\\u0440", "n": [1]}')
    shown = viewer.get(page(Rejection.objects.get())).content.decode()
    assert "&quot;title&quot;: &quot;мир&quot;" in shown
    for raw in ('{"title": "cut of', "[" * 60_000):
        Rejection.objects.update(raw=raw)
        assert viewer.get(page(Rejection.objects.get())).status_code == 200
