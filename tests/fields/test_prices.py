"""Text → typed value: what is read is right, what is not certain is left unread."""

import datetime
import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawlers.fields import count, currency, date, price, text

READ_PRICES = {
    "£51.77": "51.77",
    "51,77 €": "51.77",
    "1.234,56 €": "1234.56",
    "1,234.56": "1234.56",
    "1 234,56 kr": "1234.56",
    "1\u202f234,56\u00a0€": "1234.56",
    "1\u00a0234 €": "1234",
    "CHF 1'234.50": "1234.50",
    "CHF 1\u20191234.50": None,
    "€ 12": "12",
    "12.5": "12.5",
    "12": "12",
    "0": "0",
    "0,99": "0.99",
    "0.123": "0.123",
    "1.234.567": "1234567",
    "12,34,567.50": "1234567.50",
    "1,234円": "1234",
    "KRW 12.500": "12500",
    "US$ 12.00": "12.00",
    "$12.00 CAD": "12.00",
    "12.-": "12",
    "299,- kr": "299",
    "CHF 1'234.\u2014": "1234",
    "-5": "-5",
    "\u22125": "-5",
    "-£5.10": "-5.10",
    "€-5": "-5",
    "\n      £\n  51.77\n": "51.77",
}
UNREAD_PRICES = [
    "Free", "NaN", "Infinity", "1e400", "1E5", "0x1F", "1_000", "10 - 20", "£10\u2013£12",
    "£10 £12", "£10/£12", "10, 20", "10;20", "20%", "-20 %", "1.234", "1,234", "$1,234", "€1.234",
    "¥1,234", "1.2345", "1.23.4", "1,2,3", "1.234.56", "12,345,6", "12 345", "12 345.00", "1 2",
    "12\n345", "from £10", "£10+", "£10 each", "2 for £3", "5-", "(5)", "- 5", "--5", "+5",
    "EUR-5", "£12 €", "XY$ 5", "TOP 10", "007", "٣", "\u0661\u066b\u0665",
    "\uff11\uff12", "½", "12½", "1²", "£",
    "1" * 65, "Call us", "£12.", ".5", "12 k", "1/2", "10:30",
]  # fmt: skip


@pytest.mark.parametrize(("written", "value"), READ_PRICES.items())
def test_price_reads_known_styles(written, value):
    assert price(written) == (written if value is None else Decimal(value))


@pytest.mark.parametrize("written", UNREAD_PRICES)
def test_price_leaves_uncertain_text_unread(written):
    assert price(written) == written


@pytest.mark.parametrize("read", [price, count, date])
@pytest.mark.parametrize("blank", [None, "", " ", "\n\t\u00a0"])
def test_blank_is_none(read, blank):
    assert read(blank) is None


def _group(whole, separator):
    return f"{int(whole):,}".replace(",", separator)


STYLES = {
    "plain point": lambda w, p: f"{w}.{p}",
    "plain comma": lambda w, p: f"{w},{p} €",
    "english": lambda w, p: f"£{_group(w, ',')}.{p}",
    "german": lambda w, p: f"{_group(w, '.')},{p} €",
    "french": lambda w, p: f"{_group(w, chr(0x202F))},{p}\u00a0€",
    "swedish": lambda w, p: f"{_group(w, ' ')},{p} kr",
    "swiss": lambda w, p: f"CHF {_group(w, chr(0x2019))}.{p}",
    "whole english": lambda w, p: f"${_group(w, ',')}",
    "whole german": lambda w, p: f"{_group(w, '.')} €",
    "whole yen": lambda w, p: f"{_group(w, ',')} JPY",
}


@given(
    whole=st.integers(0, 10**12).map(str),
    part=st.text("0123456789", min_size=1, max_size=4),
    style=st.sampled_from(sorted(STYLES)),
)
def test_price_reads_back_every_style_or_leaves_it(whole, part, style):
    written = STYLES[style](whole, part)
    expected = Decimal(whole if style.startswith("whole") else f"{whole}.{part}")
    value = price(written)
    assert value in (expected, written)
    if len(part) == 2 and not style.startswith("whole"):
        assert value == expected


HARD_TEXT = st.one_of(
    st.text(),
    st.text("0123456789.,'-\u2212\u2013 €£$krEURJPY%eExX()\u00a0\u202f\u0663", max_size=24),
    st.from_regex(r"\A[-£€$]?[ ]?[0-9]{1,4}([.,' ][0-9]{1,4}){0,3}[ ]?(€|kr|USD|JPY|-)?\Z"),
)


@given(HARD_TEXT)
@example("\ud800")
@example("1\x1c2")
def test_price_never_raises_and_never_changes_a_digit(written):
    value = price(written)
    if isinstance(value, Decimal):
        assert value.is_finite()
        assert re.sub(r"\D", "", format(value, "f")) == re.sub(r"\D", "", written)
        assert (value < 0) <= bool(re.search("[-\u2212]", written))
    else:
        assert value == (written if written.strip() else None)


@given(HARD_TEXT)
def test_count_never_raises_and_never_changes_a_digit(written):
    value = count(written)
    if isinstance(value, int):
        assert str(value) == re.sub(r"\D", "", written)
    else:
        assert value == (written if written.strip() else None)


@given(HARD_TEXT)
def test_other_fields_never_raise(written):
    assert isinstance(text(written), str)
    assert re.fullmatch("([A-Z]{3})?", currency(written))
    value = date(written)
    if isinstance(value, datetime.date):
        assert str(value.day) in written
        assert f"{value.year:04}" in written
