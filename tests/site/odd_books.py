"""A small shop of broken books, at /fault/books/: each page has one thing wrong with it."""

import dataclasses

from tests.site.answers import answer
from tests.site.book_data import Book
from tests.site.books import Markup, detail, shop_pages

CATEGORY = "Oddities"
NO_CATEGORY = "no-category"

PLAIN = {
    "upc": None,
    "price": "£10.00",
    "availability": "In stock (3 available)",
    "rating": "Two",
    "description": "One thing is wrong with this book.",
    "category": CATEGORY,
    "image": "media/cache/od/d0/odd.png",
}

# By slug: what differs from a sound book. None is missing from the page.
CASES = {
    "sound": {},
    "price-euro": {"price": "1.234,56 €"},
    "price-free": {"price": "Free"},
    "price-nan": {"price": "NaN"},
    "price-overflow": {"price": "1e400"},
    "price-negative": {"price": "-5"},
    "price-hexadecimal": {"price": "£0x1F"},
    "price-range": {"price": "£10.00 - £12.00"},
    "price-empty": {"price": ""},
    "price-missing": {"price": None},
    "upc-missing": {"upc": None},
    "upc-empty": {"upc": ""},
    "upc-twice-first": {"upc": "twice", "price": "£10.00"},
    "upc-twice-second": {"upc": "twice", "price": "£20.00"},
    "title-missing": {"title": None},
    "title-long": {"title": "long " * 2000},
    "title-nul": {"title": "before\0after"},
    "title-surrogate-entity": {"title": Markup("before&#xD800;after")},
    "title-surrogate-bytes": {"title": "before\ud800after"},
    "title-script": {"title": "<script>alert(1)</script>"},
    "title-formula": {"title": '=HYPERLINK("http://external.example/","read")'},
    "title-terminal": {"title": Markup("before\x1b[31mafter&#x202E;")},
    "rating-unknown": {"rating": "Eleven"},
    "rating-missing": {"rating": None},
    "stock-none": {"availability": "Out of stock"},
    "stock-overflow": {"availability": "In stock (99999999999999999999 available)"},
    "reviews-words": {"reviews": "many"},
    "availability-missing": {"availability": None},
    "image-missing": {"image": None},
    NO_CATEGORY: {},
    "bare": dict.fromkeys(
        ("price", "tax", "availability", "rating", "reviews", "description", "image")
    ),
}


def odd_books():
    """Make the broken books; without a UPC of their own they are called odd-<slug>."""
    return [
        Book(
            **{**PLAIN, "number": index, "slug": slug, "title": slug, "upc": f"odd-{slug}", **case}
        )
        for index, (slug, case) in enumerate(CASES.items(), start=1)
    ]


def odd_pages():
    """Render the shop; one book's page names no category, though a category lists it."""
    books = odd_books()
    pages = shop_pages(books)
    for book in books:
        if book.slug == NO_CATEGORY:
            pages[book.path] = answer(detail(dataclasses.replace(book, category=None)))
    return pages
