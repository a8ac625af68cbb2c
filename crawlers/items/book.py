"""A book in a shop."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar


@dataclass(slots=True, kw_only=True)
class BookItem:
    """One book's own page.

    A number that cannot be read stays the page's text: the filter rejects it with that text, and
    keeps the rest of the item.
    """

    model: ClassVar[str] = "catalog.Book"

    url: str
    upc: str
    title: str
    price: Decimal | str | None = None
    currency: str = ""
    tax: Decimal | str | None = None
    stock: int | str | None = None
    availability: str = ""
    rating: int | str | None = None
    reviews: int | str | None = None
    description: str = ""
    image_url: str = ""
    category: str | None = None
