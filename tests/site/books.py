"""The practice shop's pages, in the shape of books.toscrape.com: same classes, same addresses."""

import html
import math
import struct
import zlib

from tests.site.answers import answer
from tests.site.book_data import category_path
from tests.site.shop_markup import ABOUT, CARD, DETAIL, LIST

PER_PAGE = 20
SITE = "Books to Scrape - Sandbox"


class Markup(str):
    """Text that is put into a page as it is, not escaped: for the shop of broken books."""

    __slots__ = ()


def shop_pages(books):
    """Render a whole shop: its pages by their addresses, relative to the shop's own."""
    shelves = {}
    for book in books:
        shelves.setdefault(book.category, []).append(book)
    shelves.pop(None, None)
    names = sorted(shelves, key=lambda name: int(category_path(name).rsplit("_", 1)[1]))
    pages = {book.path: answer(detail(book)) for book in books}
    every = _List(names, "All products", books)
    pages |= every.render(["index.html"], "catalogue/page-{}.html")
    pages |= every.render(
        ["catalogue/category/books_1/index.html"], "catalogue/category/books_1/page-{}.html"
    )
    pages["catalogue/page-1.html"] = every.page("catalogue/page-1.html", 1, "page-{}.html")
    for name in names:
        folder = category_path(name)
        shelf = _List(names, name, shelves[name])
        pages |= shelf.render([f"{folder}/index.html"], folder + "/page-{}.html")
    return pages | {path.removesuffix("index.html"): pages[path] for path in pages if _index(path)}


def _index(path):
    return path.rsplit("/", 1)[-1] == "index.html"


class _List:
    """A list of books, 20 a page, with the categories beside it."""

    def __init__(self, names, title, books):
        self.names, self.title, self.books = names, title, books
        self.last = max(1, math.ceil(len(books) / PER_PAGE))

    def render(self, first, pattern):
        pages = {path: self.page(path, 1, self._next(path, pattern)) for path in first}
        for number in range(2, self.last + 1):
            pages[pattern.format(number)] = self.page(
                pattern.format(number), number, "page-{}.html"
            )
        return pages

    def _next(self, first, pattern):
        return pattern.removeprefix(first.rpartition("/")[0] + "/")

    def page(self, path, number, following):
        up = "../" * path.count("/")
        shown = self.books[(number - 1) * PER_PAGE : number * PER_PAGE]
        return answer(
            LIST.format(
                site=SITE,
                title=html.escape(self.title),
                up=up,
                sidebar="".join(_shelf(name, up) for name in self.names),
                count=len(self.books),
                cards="".join(_card(book, up) for book in shown),
                pager=self._pager(number, following),
            )
        )

    def _pager(self, number, following):
        if self.last == 1:
            return ""
        before = f'<li class="previous"><a href="page-{number - 1}.html">previous</a></li>'
        after = f'<li class="next"><a href="{following.format(number + 1)}">next</a></li>'
        return (
            f'<ul class="pager">{before if number > 2 else ""}'
            f'<li class="current">Page {number} of {self.last}</li>'
            f"{after if number < self.last else ''}</ul>"
        )


def _shelf(name, up):
    return (
        f'<li><a href="{up}{category_path(name)}/index.html">\n {html.escape(name)}\n </a></li>\n'
    )


def _text(value):
    return value if isinstance(value, Markup) else html.escape(value)


def _card(book, up):
    title = _text(book.title or "")
    short = title if len(title) < 40 else title[:30].rsplit("&", 1)[0] + " ..."
    picture = f'<img src="{up}{book.image}" alt="" class="thumbnail">' if book.image else ""
    return CARD.format(
        href=f"{up}{book.path}",
        picture=picture,
        rating=_rating(book),
        title=title,
        short=short,
        price="" if book.price is None else f'<p class="price_color">{_text(book.price)}</p>',
    )


def _rating(book):
    stars = "<i class='icon-star'></i>" * 5
    return "" if book.rating is None else f'<p class="star-rating {book.rating}">{stars}</p>'


def detail(book):
    crumb = category_path(book.category) if book.category else ""
    image = f'<img src="../../{book.image}" alt=""/>' if book.image else ""
    return DETAIL.format(
        site=SITE,
        title=_text(book.title or ""),
        crumb=f'<li><a href="../../{crumb}/index.html">{html.escape(book.category)}</a></li>'
        if crumb
        else "",
        image=image,
        heading="" if book.title is None else f"<h1>{_text(book.title)}</h1>",
        price="" if book.price is None else f'<p class="price_color">{_text(book.price)}</p>',
        availability=_available(book),
        rating=_rating(book),
        description="" if book.description is None else ABOUT.format(_text(book.description)),
        table="".join(_row(label, value) for label, value in _facts(book) if value is not None),
    )


def _available(book):
    if book.availability is None:
        return ""
    icon = '<i class="icon-ok"></i>'
    text = f"\n    \n        {_text(book.availability)}\n    \n"
    return f'<p class="instock availability">{icon}{text}</p>'


def _facts(book):
    yield "UPC", book.upc
    yield "Product Type", "Books"
    yield "Price (excl. tax)", book.price
    yield "Price (incl. tax)", book.price
    yield "Tax", book.tax
    yield "Availability", book.availability
    yield "Number of reviews", book.reviews


def _row(label, value):
    return f"<tr><th>{label}</th><td>{_text(value)}</td></tr>\n"


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png():
    """Make a picture of one grey point: the cover of every book."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + _chunk(b"IDAT", zlib.compress(b"\0\x80"))
        + _chunk(b"IEND", b"")
    )
