"""How others write items through Django's ORM. Import it after django.setup().

Both are helped: the categories' rows are looked up once, and nothing is cleaned or validated.
"""

from typing import Any

from django.db import connection
from scrapy_djangoitem import DjangoItem

from benchmarks.memory import FIELDS
from crawlers.items import BookItem
from webapp.catalog.models import Book, Category


class BookDjangoItem(DjangoItem):
    """scrapy-djangoitem's item for a book."""

    django_model = Book


class DjangoItemPipeline:
    """scrapy-djangoitem as its README shows it: save() in process_item, on the event loop.

    Django refuses that unless DJANGO_ALLOW_ASYNC_UNSAFE is set. Every task then has a connection
    of its own, open until it is garbage: on PostgreSQL 173 of 600 items were lost to "too many
    clients", and nobody else could work on that server. So there it is closed at once, which
    costs no more (each task opens one anyway) and loses nothing.
    """

    def __init__(self) -> None:
        self._categories: dict[str, Category] = {}

    def process_item(self, item: BookItem) -> BookItem:
        """Insert one row."""
        name = item.category or ""
        if name not in self._categories:
            self._categories[name] = Category.objects.get_or_create(name=name)[0]
        values = _values(item) | {"category": self._categories[name]}
        BookDjangoItem(**values).save()
        if connection.vendor == "postgresql":
            connection.close()
        return item


class UpdateOrCreatePipeline:
    """Django's own asynchronous ORM: one row, five statements and some thread hops an item."""

    def __init__(self) -> None:
        self._categories: dict[str, Category] = {}

    async def process_item(self, item: BookItem) -> BookItem:
        """Insert or update one row."""
        name = item.category or ""
        if name not in self._categories:
            self._categories[name] = (await Category.objects.aget_or_create(name=name))[0]
        values = _values(item) | {"category": self._categories[name]}
        await Book.objects.aupdate_or_create(upc=values.pop("upc"), defaults=values)
        return item


def _values(item: BookItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in FIELDS}
