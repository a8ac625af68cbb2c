"""What charts say is what is stored: counted again in Python, on both databases."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from webapp.catalog.models import Author, Book, Category, Change, Page, Quote, Tag
from webapp.charts.queries.counts import counts
from webapp.charts.queries.days import DAYS, over_time
from webapp.charts.queries.distribution import distribution
from webapp.charts.queries.jobs import timeline
from webapp.charts.queries.pairs import against
from webapp.charts.queries.scale import Scale
from webapp.charts.queries.sections import sections
from webapp.charts.queries.together import together
from webapp.charts.queries.years import years
from webapp.crawls.models import Job

CHANCE = Random(6)  # always the same rows
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def books(prices, **values):
    Book.objects.bulk_create(
        Book(upc=f"{n}", title=f"book {n}", price=price, **values)
        for n, price in enumerate(prices)
    )


def check_ranges(answer, values):
    """Every value stands in the range that holds it, counted once."""
    last = len(answer.rows) - 1
    for place, (low, high, count) in enumerate(answer.rows):
        end = [v for v in values if low <= v < high or (place == last and v == high)]
        assert count == len(end), (low, high)
    assert sum(row[2] for row in answer.rows) == len(values)


def test_prices_are_counted_in_the_range_they_are_in(database):
    prices = [Decimal(CHANCE.randint(0, 6000)) / 100 for _ in range(400)]
    prices += [Decimal(n) / 10 for n in range(40)]  # what lies on an edge
    books([*prices, None, None])
    answer = distribution("price", whole=False)(Book.objects.all())
    assert len(answer.rows) <= 31
    assert answer.notes == ["2 rows without price are not counted."]
    check_ranges(answer, prices)


def test_one_wild_price_does_not_press_all_others_into_one_bar(database):
    prices = [Decimal(n % 50) for n in range(500)]
    books([*prices, Decimal("9999999999.99")])
    answer = distribution("price", whole=False)(Book.objects.all())
    *inner, outer = answer.rows
    assert len(inner) >= 25
    assert outer[1:] == (Decimal("9999999999.99"), 1)
    assert "1 rows lie far outside" in answer.notes[0]
    check_ranges(answer, [*prices, Decimal("9999999999.99")])


@pytest.mark.parametrize("price", ["0", "12.34", "9999999999.99", "0.01"])
def test_a_single_price_is_one_bar(sqlite_database, price):
    books([Decimal(price)] * 3)
    ((low, high, count),) = distribution("price", whole=False)(Book.objects.all()).rows
    assert low <= Decimal(price) < high
    assert count == 3


def test_whole_numbers_are_cut_at_whole_numbers(sqlite_database):
    books([None] * 5)
    for n, book in enumerate(Book.objects.all()):
        Book.objects.filter(pk=book.pk).update(rating=n + 1)
    answer = distribution("rating", whole=True)(Book.objects.all())
    assert answer.rows == [(n, n + 1, 1) for n in range(1, 6)]


def test_nothing_is_an_empty_answer(database):
    for read in (
        distribution("price", whole=False),
        against("price", "rating", whole=(False, True)),
        counts("category", "category__name"),
        over_time(Book),
    ):
        assert read(Book.objects.all()).rows == []
    assert together("tags")(Quote.objects.all()).rows == []
    assert sections("url", "links")(Page.objects.all()).rows == []
    assert timeline(Job.objects.all()).rows == []


@pytest.mark.parametrize("ends", [("0", "1"), ("-3.5", "1e9"), ("0.01", "0.02"), ("7", "7")])
@pytest.mark.parametrize("whole", [True, False])
def test_scale_is_round_and_holds_its_ends(ends, whole):
    low, high = map(Decimal, ends)
    scale = Scale.over(low, high, 30, whole=whole)
    assert scale.start <= low <= high < scale.end
    assert 1 <= scale.bins <= 32
    assert scale.step.normalize().as_tuple().digits in {(1,), (2,), (5,)}
    assert not whole or scale.step >= 1


def test_two_numbers_are_counted_in_squares(database):
    pairs = [(Decimal(CHANCE.randint(0, 5000)) / 100, CHANCE.randint(1, 5)) for _ in range(300)]
    Book.objects.bulk_create(
        Book(upc=f"{n}", title="t", price=price, rating=rating)
        for n, (price, rating) in enumerate(pairs)
    )
    books = Book.objects.all()
    answer = against("price", "rating", whole=(False, True))(books)
    assert sum(row[4] for row in answer.rows) == 300
    for low, high, least, beyond, count in answer.rows:
        assert count == sum(low <= p < high and least <= r < beyond for p, r in pairs)


def test_values_are_counted_the_most_frequent_first_and_cut(database):
    shelves = [Category.objects.create(name=f"shelf {n:02}") for n in range(32)]
    Book.objects.bulk_create(
        Book(upc=f"{n}-{k}", title="t", category=shelf)
        for n, shelf in enumerate(shelves)
        for k in range(n + 1)
    )
    Book.objects.create(upc="none", title="t")
    answer = counts("category", "category__name")(Book.objects.all())
    assert answer.rows == [(f"shelf {n:02}", n + 1) for n in range(31, 1, -1)]
    assert answer.notes == ["Cut: the 30 most frequent of 33 values."]


def test_days_hold_what_was_seen_and_what_changed(database):
    seen, edits = Counter(), Counter()
    for n in range(60):
        moment = NOW - timedelta(days=CHANCE.randint(0, 30), seconds=CHANCE.randint(0, 86399))
        book = Book.objects.create(upc=f"{n}", title="t", first_seen=moment)
        seen[moment.date()] += 1
        Change.objects.create(kind="catalog.Book", record_id=book.pk, key=f"{n}", at=moment)
        edits[moment.date()] += 1
    Change.objects.create(kind="catalog.Page", record_id=1, key="other", at=NOW)
    answer = over_time(Book)(Book.objects.all())
    days = [date.fromisoformat(row[0]) for row in answer.rows]
    assert days == [min(seen) + timedelta(days=n) for n in range(len(days))]
    assert [row[1:] for row in answer.rows] == [(seen[day], edits[day]) for day in days]
    few = over_time(Book)(Book.objects.filter(upc__in=["1", "2"]))
    assert [sum(column) for column in zip(*(row[1:] for row in few.rows), strict=True)] == [2, 2]


def test_days_are_cut_after_a_year_and_say_so(sqlite_database):
    for days in (0, 400):
        Book.objects.create(upc=f"{days}", title="t", first_seen=NOW - timedelta(days=days))
    answer = over_time(Book)(Book.objects.all())
    assert len(answer.rows) == DAYS
    assert answer.notes[0].startswith("Cut: the last 366 days")


def test_dates_are_counted_by_year(database):
    for n, year in enumerate([1775, 1775, 1812, 1903]):
        Author.objects.create(name=f"{n}", born_date=date(year, 12, 31))
    answer = years("born_date")(Author.objects.all())
    check_ranges(answer, [1775, 1775, 1812, 1903])


def test_jobs_stand_on_a_line_of_time(database):
    for n in range(3):
        Job.objects.create(spider=f"s{n}", started=NOW, ended=NOW, state="finished", pages=n)
    lost = Job.objects.create(spider="lost", started=NOW, heartbeat=NOW)
    answer = timeline(Job.objects.all())
    assert [row[1] for row in answer.rows] == ["lost", "s2", "s1", "s0"]
    assert answer.rows[0][3:5] == (NOW.replace(microsecond=0), "lost")
    assert lost.pk == answer.rows[0][0]


def test_questions_are_few_however_many_rows(database):
    author = Author.objects.create(name="A")
    for n in range(30):
        quote = Quote.objects.create(key=f"{n}", text="t", author=author)
        quote.tags.add(Tag.objects.create(name=f"{n}"))
    books([Decimal(n) for n in range(30)])
    asked = {
        distribution("price", whole=False): Book,
        against("price", "rating", whole=(False, True)): Book,
        counts("category", "category__name"): Book,
        over_time(Book): Book,
        together("tags"): Quote,
    }
    for read, model in asked.items():
        with CaptureQueriesContext(connection) as queries:
            read(model.objects.all())
        assert len(queries) <= 6
