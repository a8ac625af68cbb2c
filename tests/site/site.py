"""What the practice site answers: its pages, its faults, and what it was asked."""

import fnmatch
import json
import threading
from collections import Counter
from urllib.parse import unquote

from tests.site import controls, faults, general, hostile, payloads, scripted
from tests.site.answers import JSON, TEXT, Request, answer, page, redirect
from tests.site.book_data import make_books
from tests.site.books import png, shop_pages
from tests.site.general import general_pages
from tests.site.odd_books import odd_pages
from tests.site.quotes import make_quotes, quote_pages

ROBOTS = "User-agent: *\nDisallow: /private/\n"
HOME = "<h1>Practice site</h1><ul>{}</ul>"


class Site:
    """All that is behind the server. Answers are bytes, rendered once."""

    def __init__(self, *, seed=0, books=1000, quotes=100, pages=120):
        self.seed = seed
        self.books = self._first_books = make_books(seed, books)
        self.lock = threading.Lock()
        self.asked = Counter()
        self.counts = Counter()
        self.overrides = []
        self.mutations = 0
        fixed = {"/robots.txt": answer(ROBOTS, content_type=TEXT), "/": _home()}
        fixed |= {"/private/secret.html": answer(page("Secret", "<h1>Not for robots</h1>"))}
        self.quotes = make_quotes(seed, quotes)
        fixed |= _under("/quotes/", quote_pages(self.quotes))
        fixed |= _under("/quotes/", scripted.scripted_pages(self.quotes))
        fixed |= _under("/site/", general_pages(seed, pages))
        fixed |= _under("/fault/books/", odd_pages())
        self._fixed = fixed | {"/fault/": answer(page("Faults", _fault_list()))}
        self._picture = answer(png(), content_type="image/png")
        self._parts = {
            "/books/media/": self._show_picture,
            "/fault/books/media/": self._show_picture,
            "/fault/": faults.respond,
            "/hostile/": hostile.respond,
            "/xss/": payloads.respond,
            **scripted.FORMS,
        }
        self._dynamic = {
            "/site/list.html": general.list_page,
            "/site/variants.html": general.variants,
            "/_hits": self._hits,
            "/_reset_hits": self._reset_hits,
        }
        self.set_books(self.books)

    def set_books(self, books):
        self.books = books
        self.pages = self._fixed | _under("/books/", shop_pages(books))

    def reset(self):
        """Undo every mutation, override and count of faults."""
        with self.lock:
            self.counts.clear()
            self.overrides, self.mutations = [], 0
            self.set_books(self._first_books)

    def count(self, key):
        """Count one more of `key`; returns which time this is, from 1."""
        with self.lock:
            self.counts[key] += 1
            return self.counts[key]

    def respond(self, request):
        if not request.path.startswith("/_"):
            with self.lock:
                self.asked[request.target] += 1
        return self._overridden(request) or self._plain(request)

    def _overridden(self, request):
        for number, (pattern, order) in enumerate(self.overrides):
            if not fnmatch.fnmatchcase(request.path, pattern):
                continue
            times = order.value("times")
            if not times or self.count(("set", number, request.path)) <= int(times):
                return controls.overridden(self, request, order)
        return None

    def _plain(self, request):
        known = self.pages.get(request.path) or self.pages.get(unquote(request.path))
        if known:
            return known
        if request.path in self._dynamic:
            return self._dynamic[request.path](request)
        for start, respond in self._parts.items():
            if request.path.startswith(start):
                return respond(self, request)
        if request.path + "/" in self.pages:
            return redirect(request.target.replace(request.path, request.path + "/", 1), 308)
        return answer(page("Not found", "<h1>404 Not Found</h1>"), status=404)

    def _show_picture(self, site, request):
        return self._picture

    def again(self, request, target):
        """Answer as if `target` had been asked for."""
        return self._plain(Request(request.method, target, request.headers, request.body))

    def _hits(self, request):
        with self.lock:
            asked = dict(self.asked)
        if not request.value("query"):
            by_path = Counter()
            for target, times in asked.items():
                by_path[target.partition("?")[0]] += times
            asked = by_path
        return answer(json.dumps(asked, sort_keys=True), content_type=JSON)

    def _reset_hits(self, request):
        with self.lock:
            self.asked.clear()
        return answer("{}", content_type=JSON)


def _under(root, pages):
    return {root + path: body for path, body in pages.items()}


def _home():
    rows = "".join(
        f'<li><a href="/{name}/">{name}</a></li>' for name in ("books", "quotes", "site")
    )
    return answer(page("Practice", HOME.format(rows)))


def _fault_list():
    names = [*sorted(faults.FAULTS), "books/"]
    return (
        "<ul>"
        + "".join(f'<li><a href="/fault/{name}">{name}</a></li>' for name in names)
        + "</ul>"
    )
