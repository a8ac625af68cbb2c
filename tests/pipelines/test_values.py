"""Values that a page may hold, made fit for both databases or refused."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.kind import kind_of
from pipelines.values import RefusedError, clean_json, clean_text, cleaner
from webapp.catalog.models import Book, Page
from webapp.crawls.models import Job


def clean(field, value, model=Book):
    return cleaner(model._meta.get_field(field))(value)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\0b", "a\ufffdb"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("pair \ud83d\ude00", "pair 😀"),
        ("\udfff", "\ufffd"),
        ("naïve", "naïve"),
    ],
)
def test_text_is_what_both_databases_keep(text, kept):
    assert clean_text(text) == kept


@given(st.text(st.characters()))
def test_clean_text_can_always_be_stored_and_is_stable(text):
    once = clean_text(text)
    assert once.encode().decode() == once
    assert "\0" not in once
    assert clean_text(once) == once


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("price", Decimal("12.5"), Decimal("12.50")),
        ("price", Decimal("-0.00"), Decimal("0.00")),
        ("price", 7, Decimal("7.00")),
        ("price", Decimal("9999999999.99"), Decimal("9999999999.99")),
        ("stock", 2**31 - 1, 2**31 - 1),
        ("rating", 5, 5),
        ("title", "x" * 500, "x" * 500),
    ],
)
def test_good_values_are_kept(field, value, kept):
    assert clean(field, value) == kept


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("price", Decimal("NaN"), "not a finite number"),
        ("price", Decimal("Infinity"), "not a finite number"),
        ("price", Decimal("1e400"), "more than 12 digits"),
        ("price", Decimal("1e10"), "more than 12 digits"),
        ("price", Decimal("0.005"), "more than 2 decimal places"),
        ("price", Decimal(-5), "greater than or equal to 0"),
        ("price", "1.234,56 €", "not a decimal number: '1.234,56 €'"),
        ("price", 1.5, "not a decimal number"),
        ("price", True, "not a decimal number"),
        ("stock", 2**31, "is outside 0…2147483647"),
        ("stock", -1, "is outside"),
        ("stock", "many", "not a whole number"),
        ("stock", True, "not a whole number"),
        ("rating", 6, "less than or equal to 5"),
        ("title", "x" * 501, "has 501 characters, 500 fit"),
        ("title", 5, "is int, not text"),
        ("title", b"x", "is bytes, not text"),
    ],
)
def test_bad_values_are_refused_with_a_reason(field, value, reason):
    with pytest.raises(RefusedError, match=reason.replace("(", r"\(")):
        clean(field, value)


def test_dates_and_moments():
    author = kind_of("catalog.Author")
    plan = next(plan for plan in author.columns if plan.name == "born_date")
    assert plan.clean(date(1879, 3, 14)) == date(1879, 3, 14)
    for bad in ("March 14, 1879", datetime(1879, 3, 14, tzinfo=UTC), 5):
        with pytest.raises(RefusedError):
            plan.clean(bad)
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert clean("started", moment, Job) == moment
    with pytest.raises(RefusedError, match="no time zone"):
        clean("started", moment.replace(tzinfo=None), Job)


def test_json_is_cleaned_to_the_bottom():
    assert clean_json({"a\0": ["b\ud800", 1, None, True, 0.5]}) == {
        "a\ufffd": ["b\ufffd", 1, None, True, 0.5]
    }
    for bad in ([float("nan")], {"a": object()}, [float("inf")]):
        with pytest.raises(RefusedError):
            clean("links", bad, Page)
