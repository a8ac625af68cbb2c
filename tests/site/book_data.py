"""What the practice shop sells: 1,000 books in 50 categories, the same for the same seed."""

import random
import re
import unicodedata
from dataclasses import dataclass

from tests.site import words

# Names and sizes are those of the site whose shape this is; together 1,000.
CATEGORIES = {
    "Travel": 11, "Mystery": 32, "Historical Fiction": 26, "Sequential Art": 75, "Classics": 19,
    "Philosophy": 11, "Romance": 35, "Womens Fiction": 17, "Fiction": 65, "Childrens": 29,
    "Religion": 7, "Nonfiction": 110, "Music": 13, "Default": 152, "Science Fiction": 16,
    "Sports and Games": 5, "Add a comment": 67, "Fantasy": 48, "New Adult": 6, "Young Adult": 54,
    "Science": 14, "Poetry": 19, "Paranormal": 1, "Art": 8, "Psychology": 7, "Autobiography": 9,
    "Parenting": 1, "Adult Fiction": 1, "Humor": 10, "Horror": 17, "History": 18,
    "Food and Drink": 30, "Christian Fiction": 6, "Business": 12, "Biography": 5, "Thriller": 11,
    "Contemporary": 3, "Spirituality": 6, "Academic": 1, "Self Help": 5, "Historical": 2,
    "Christian": 3, "Suspense": 1, "Short Stories": 1, "Novels": 1, "Health": 4, "Politics": 3,
    "Cultural": 1, "Erotica": 1, "Crime": 1,
}  # fmt: skip

RATINGS = ("One", "Two", "Three", "Four", "Five")


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One book as its page shows it: every field is text, and None is not on the page."""

    number: int
    slug: str
    title: str | None
    upc: str | None
    price: str | None
    tax: str | None = "£0.00"
    availability: str | None
    rating: str | None
    reviews: str | None = "0"
    description: str | None
    category: str | None
    image: str | None

    @property
    def path(self):
        return f"catalogue/{self.slug}_{self.number}/index.html"


def category_path(name):
    """Return a category's folder; the numbers start at 2, as 1 is "Books"."""
    number = list(CATEGORIES).index(name) + 2 if name in CATEGORIES else 99
    return f"catalogue/category/books/{slug(name)}_{number}"


def slug(text):
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "book"


def make_books(seed, count):
    """Make the books, newest first. Equal seed and count give equal books."""
    rng = random.Random(f"books {seed}")
    shelves = [name for name, size in CATEGORIES.items() for _ in range(size)]
    rng.shuffle(shelves)
    return [_book(rng, count - index, shelves[index % len(shelves)]) for index in range(count)]


def _book(rng, number, category):
    title = words.title(rng)
    picture = f"{rng.getrandbits(128):032x}"
    return Book(
        number=number,
        slug=slug(title),
        title=title,
        upc=f"{rng.getrandbits(64):016x}",
        price=f"£{rng.randint(1000, 5999) / 100:.2f}",
        availability=f"In stock ({rng.randint(1, 22)} available)",
        rating=rng.choice(RATINGS),
        description=_description(rng),
        category=category,
        image=f"media/cache/{picture[:2]}/{picture[2:4]}/{picture}.png",
    )


def _description(rng):
    kind = rng.random()
    if kind < 0.02:
        return None
    if kind < 0.05:
        return words.paragraph(rng, 60)
    return words.paragraph(rng, rng.randint(3, 9)) + " ...more"
