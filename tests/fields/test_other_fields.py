"""Currencies, counts, dates and plain text."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.fields import count, currency, date, text


@pytest.mark.parametrize(
    ("written", "code"),
    {
        "£51.77": "GBP", "1.234,56 €": "EUR", "$5": "USD", "US$5": "USD", "CA$5": "CAD",
        "$12 CAD": "CAD", "12 USD": "USD", "12.50EUR": "EUR", "10 kr": "", "10 kr SEK": "SEK",
        "¥100": "", "¥100 JPY": "JPY", "100円": "JPY", "12 zł": "PLN", "R$ 5": "BRL", "XY$ 5": "",
        "£10 or $12": "", "Euro 5": "EUR", "5": "", "": "", "EUROPE": "", "TOP 10": "",
        "All prices in GBP": "GBP", "2 krater": "",
    }.items(),
)  # fmt: skip
def test_currency(written, code):
    assert currency(written) == code


def test_currency_of_nothing_is_empty():
    assert currency(None) == ""


@pytest.mark.parametrize(
    ("written", "number"),
    {
        "In stock (22 available)": 22, "\n\n        In stock (22 available)\n    \n": 22,
        "1,234 reviews": 1234, "12,345,678": 12345678, "1'234 items": 1234, "0": 0,
        "Reviews: 5": 5, "Only 3 left!": 3,
    }.items(),
)  # fmt: skip
def test_count_reads_the_one_whole_number(written, number):
    assert count(written) == number


@pytest.mark.parametrize(
    "written",
    [
        "none", "Out of stock", "-3", "1.5", "1.234", "1,5", "1,23", "12 345", "3 of 5", "20+",
        ">20", "over 20", "More than 20 available", "2 million", "5k", "5 k", "1 Mio.", "3 dozen",
        "20%", "22nd", "H2O", "v2", "007", "½ 3", "2 万", "٣", "3 ٣", "1/2", "10-20", "2³",
        "0x1F", "1e3", "1_000", "7 " + "x" * 70,
    ],
)  # fmt: skip
def test_count_leaves_uncertain_text_unread(written):
    assert count(written) == written


@pytest.mark.parametrize(
    ("written", "day"),
    {
        "March 14, 1879": "1879-03-14", "14 March 1879": "1879-03-14",
        "Mar. 14 1879": "1879-03-14", "Friday, March 14, 1879": "1879-03-14", "the": None,
        "14th of March, 1879": "1879-03-14",
        "SEPT 1 2020": "2020-09-01", "2026-11-23": "2026-11-23", "2026/11/23": "2026-11-23",
        "2026-11-23T10:15:00Z": "2026-11-23", "2026-11-23 23:59:59.5+02:00": "2026-11-23",
        "23/11/2026": "2026-11-23", "11/23/2026": "2026-11-23", "23.11.2026": "2026-11-23",
        "04/04/2026": "2026-04-04", "\n March  14,\n1879 ": "1879-03-14",
        "03/04/2026": None, "03.04.2026": None, "31 February 2020": None, "23/13/2026": None,
        "Monday, March 14, 1879": None, "14 March 79": None, "14.3.79": None, "March 1879": None,
        "14 mars 1879": None, "١٤ March 1879": None, "0000-01-01": None, "2026-1": None,
        "2026-13-01": None, "14 March 1879 BC": None, "20261123": None, "2026-11-23junk": None,
    }.items(),
)  # fmt: skip
def test_date(written, day):
    assert date(written) == (datetime.date.fromisoformat(day) if day else written)


@given(st.dates(), st.sampled_from(["%B %d, %Y", "%d %b %Y", "%Y-%m-%d", "%A, %d %B %Y"]))
def test_date_reads_back_every_style(day, style):
    written = day.strftime(style.replace("%Y", f"{day.year:04}"))
    assert date(written) == day


def test_text_collapses_whitespace():
    assert text("  a\n\t b\u00a0c ") == "a b c"
    assert text(None) == ""
