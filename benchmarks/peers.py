"""How others write items through Django's ORM. Import it after django.setup().

Both are helped: the shelves' rows are looked up once, and nothing is cleaned or validated.
"""

from typing import Any

from django.db import connection
from scrapy_djangoitem import DjangoItem

from benchmarks.memory import FIELDS, WareItem
from benchmarks.shelf.models import Shelf, Ware


class WareDjangoItem(DjangoItem):
    """scrapy-djangoitem's item for a ware."""

    django_model = Ware


class DjangoItemPipeline:
    """scrapy-djangoitem as its README shows it: save() in process_item, on the event loop.

    Django refuses that unless DJANGO_ALLOW_ASYNC_UNSAFE is set. Every task then has a connection
    of its own, open until it is garbage: on PostgreSQL 173 of 600 items were lost to "too many
    clients", and nobody else could work on that server. So there it is closed at once, which
    costs no more (each task opens one anyway) and loses nothing.
    """

    def __init__(self) -> None:
        self._shelves: dict[str, Shelf] = {}

    def process_item(self, item: WareItem) -> WareItem:
        """Insert one row."""
        name = item.shelf
        if name not in self._shelves:
            self._shelves[name] = Shelf.objects.get_or_create(name=name)[0]
        values = _values(item) | {"shelf": self._shelves[name]}
        WareDjangoItem(**values).save()
        if connection.vendor == "postgresql":
            connection.close()
        return item


class UpdateOrCreatePipeline:
    """Django's own asynchronous ORM: one row, five statements and some thread hops an item."""

    def __init__(self) -> None:
        self._shelves: dict[str, Shelf] = {}

    async def process_item(self, item: WareItem) -> WareItem:
        """Insert or update one row."""
        name = item.shelf
        if name not in self._shelves:
            self._shelves[name] = (await Shelf.objects.aget_or_create(name=name))[0]
        values = _values(item) | {"shelf": self._shelves[name]}
        await Ware.objects.aupdate_or_create(sku=values.pop("sku"), defaults=values)
        return item


def _values(item: WareItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in FIELDS}
