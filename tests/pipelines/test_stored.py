"""What a spider is told of what is stored, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from crawlers.items import BookItem, CommitItem, QuoteItem, RepositoryItem, RepositoryLanguageItem
from crawlers.stored import NothingStored
from pipelines.patience import Patience
from pipelines.stored import CHUNK, StoredRows
from pipelines.upsert import Store
from pipelines.validation import read_item
from pipelines.writer import Writer
from webapp.catalog.models import Repository
from webapp.crawls.models import Job

HERE = "https://git.example/a/"
ITEMS = [
    BookItem(url="http://x.example/1", upc="1", title="One", price=Decimal(5), category="Travel"),
    QuoteItem(url="http://x.example/", text="Said.", author="Who", tags=["b", "a"]),
    CommitItem(
        url=f"{HERE}commit/?id={'a' * 40}",
        hash="a" * 40,
        repository=HERE,
        date=datetime(2026, 11, 24, 1, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        zone="+0530",
        languages=["python", "c"],
        state="present",
    ),
    RepositoryLanguageItem(repository=HERE, language="c", files=1, share=Decimal("0.25")),
]


def write(job, items):
    return [str(each) for each in Store(job).write([read_item(item) for item in items])]


class Bench:
    """A writer over a database with the items above, and what asks it."""

    def __init__(self, writer):
        self.call = writer.call
        self.rows = StoredRows(writer)
        self.keys, self.items = self.rows.keys, self.rows.items

    async def write(self, *items):
        return await self.call(lambda: write(self.job, items))


@pytest.fixture
async def stored(database):
    writer = Writer(Patience(5))
    bench = Bench(writer)
    bench.job = await writer.call(lambda: Job.objects.create(spider="test").pk)
    assert await bench.write(*ITEMS) == ["created"] * len(ITEMS)
    yield bench
    await writer.close()


async def test_what_is_stored_said_again_writes_nothing(stored):
    for item in ITEMS:
        (found,) = await stored.items(type(item))
        assert await stored.write(found) == ["unchanged"]
    (commit,) = await stored.items(CommitItem, repository=HERE, state="present")
    assert commit.date == ITEMS[2].date
    assert (commit.date.tzinfo, commit.languages) == (UTC, ["c", "python"])


async def test_conditions_are_named_as_items_name_them(stored):
    assert await stored.keys(BookItem, category="Travel") == {"1"}
    assert await stored.keys(BookItem, category="Poetry") == set()
    assert await stored.keys(CommitItem, repository=HERE, state="vanished") == set()
    assert await stored.keys(CommitItem, url=[]) == set()
    assert [each.author for each in await stored.items(QuoteItem, author="Who")] == ["Who"]
    many = [f"{n}" for n in range(2 * CHUNK + 2)]
    assert await stored.keys(BookItem, upc=many, category="Travel") == {"1"}


async def test_what_is_only_named_is_not_stored(stored):
    assert await stored.call(Repository.objects.count) == 1
    assert await stored.items(RepositoryItem, url=HERE) == []
    assert await stored.keys(RepositoryItem, url=HERE) == set()


async def test_without_a_database_nothing_is_stored():
    nothing = NothingStored()
    assert (await nothing.keys(BookItem), await nothing.items(BookItem, upc="1")) == (set(), [])


def test_a_moment_at_the_edge_of_time_costs_itself(database):
    edge = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1)))
    row = read_item(replace(ITEMS[2], date=edge))
    assert row.values["date"] is None
    assert "outside the years" in row.refusals[0].reason
