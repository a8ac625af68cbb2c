"""Which fields came filled is counted for what was stored, changed or not."""

from crawlers.items import BookItem, QuoteItem
from pipelines.coverage import FieldCoverage
from pipelines.upsert import Outcome
from pipelines.validation import read_item


def book(**values):
    return read_item(BookItem(url="http://h/", upc="u", title="t", **values))


def test_stored_and_unchanged_items_count_and_others_do_not():
    coverage = FieldCoverage()
    for outcome in Outcome:
        coverage.add(book(stock=0, currency=""), outcome)
    assert coverage.totals()["coverage/catalog.Book"]["items"] == 3


def test_nothing_is_not_zero():
    coverage = FieldCoverage()
    coverage.add(book(stock=0, currency="", reviews=None), Outcome.CREATED)
    coverage.add(book(stock=5, currency="EUR"), Outcome.UPDATED)
    fields = coverage.totals()["coverage/catalog.Book"]["fields"]
    assert (fields["stock"], fields["currency"], fields["reviews"], fields["title"]) == (
        2,
        1,
        0,
        2,
    )


def test_fields_are_those_an_item_says_and_lists_count():
    coverage = FieldCoverage()
    for tags in ([], ["a", "b"]):
        item = QuoteItem(url="http://h/", text="t", author="A", tags=tags)
        coverage.add(read_item(item), Outcome.CREATED)
    totals = coverage.totals()["coverage/catalog.Quote"]
    assert totals == {"items": 2, "fields": {"url": 2, "text": 2, "author": 2, "tags": 1}}
