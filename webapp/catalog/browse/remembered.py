"""What was counted of a big view, for who asks again: its next page, or another order of it."""

from collections.abc import Callable
from hashlib import blake2b
from typing import TypeVar

from django.core.cache import cache
from django.db import connections

from webapp.catalog.browse.view import View

SECONDS = 30  # that a count of more than 10,000 rows may be old

Counted = TypeVar("Counted")


class Memory:
    """Remembers what was counted of one view, in this process."""

    def __init__(self, view: View) -> None:
        database = connections[view.kind.model._default_manager.db].settings_dict["NAME"]
        filters = [(each.parameter, each.texts) for each in view.filters]
        said = repr((database, view.kind.label, view.words, filters))
        self._key = blake2b(said.encode(), digest_size=16).hexdigest()

    def get(
        self, name: str, count: Callable[[], Counted], is_big: Callable[[Counted], bool]
    ) -> Counted:
        """Return what was remembered; else count, and remember what a big view has given."""
        key = f"{name}:{self._key}"
        found: Counted | None = cache.get(key)
        if found is None:
            found = count()
            if is_big(found):
                cache.set(key, found, SECONDS)
        return found
