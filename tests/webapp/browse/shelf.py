"""Books whose values follow from their number."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from webapp.catalog.models import Book, Category
from webapp.crawls.models import Job

NAMES = ("Travel", "Mystery", "Poetry", "Science & Fiction")
WORDS = ("light", "attic", "river", "stone", "night")
START = datetime(2026, 1, 1, tzinfo=UTC)


def fill_shelf(number):
    """Make books; a seventh has no price, a ninth no rating, an eleventh no category."""
    job = Job.objects.create(spider="books", state=Job.State.FINISHED, exit_code=0, ended=START)
    categories = [Category.objects.create(name=name) for name in NAMES]
    return Book.objects.bulk_create(
        Book(
            job=job,
            upc=f"upc{n:04}",
            url=f"https://books.example/{n}",
            title=f"{WORDS[n % 5]} {WORDS[n % 3]} No {n}",
            price=None if n % 7 == 0 else Decimal(n % 13 + 1) + Decimal("0.25"),
            currency="GBP",
            stock=n % 4,
            rating=None if n % 9 == 0 else n % 5 + 1,
            category=None if n % 11 == 0 else categories[n % 4],
            description=f"A book about {WORDS[n % 4]} and number {n}.",
            first_seen=START + timedelta(days=n % 10),
            changed=START + timedelta(days=n % 10 + n % 6),
            content_hash="x",
        )
        for n in range(number)
    )
