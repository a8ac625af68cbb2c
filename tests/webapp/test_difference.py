"""Old and new side by side, so that the difference is what is seen."""

import re

import pytest

from webapp.catalog.admin.difference import in_line, whole


def plain(markup):
    return re.sub(r"<[^>]*>", "", markup)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("9.50", "8.50", "9.50 → 8.50"),
        (None, "1", "null → 1"),
        ("", None, "empty → null"),
        ("a" * 200, "b" * 200, f"{'a' * 60}… → {'b' * 60}…"),
        ("x" * 99 + "old", "x" * 99 + "new", f"…{'x' * 20}old → …{'x' * 20}new"),
        ("a\n\n b", "a", "a b → a"),
        ("x" * 1000, "x" * 1000, "differs after 1,000 characters"),
    ],
)
def test_list_shows_where_values_differ(old, new, shown):
    assert plain(in_line(old, new, 1000)) == shown


def test_page_marks_what_the_other_side_has_not():
    assert whole("ab1cd", "ab22cd") == '<pre class="whole" tabindex="0">ab<mark>1</mark>cd</pre>'
    assert whole("abab", "ab") == '<pre class="whole" tabindex="0">ab<mark>ab</mark></pre>'
    assert whole("same", None) == '<pre class="whole" tabindex="0"><mark>same</mark></pre>'
    assert plain(whole(None, "x")) == "null"
    assert plain(whole("", "x")) == "empty"
