"""The practice shop changes its prices on demand: as many as it says, and the same ones."""

from itertools import pairwise

from parsel import Selector

from tests.site.answers import Request
from tests.site.site import Site


def test_mutate_changes_exactly_the_share():
    site = Site(books=1000, quotes=10, pages=20)
    prices = [_prices(site)]
    for _ in range(2):
        site.respond(Request("POST", "/fault/mutate?share=0.05"))
        prices.append(_prices(site))
    for before, after in pairwise(prices):
        assert sum(before[path] != after[path] for path in before) == 50
    site.respond(Request("GET", "/fault/reset"))
    assert _prices(site) == prices[0]


def test_mutate_is_the_same_each_time(practice_site):
    first = practice_site.mutate(0.01)
    practice_site.reset()
    assert practice_site.mutate(0.01) == first
    assert len(first) == 10


def _prices(site):
    return {
        path: Selector(page.decode()).css(".product_main .price_color::text").get()
        for path, page in site.pages.items()
        if path.startswith("/books/") and "/category/" not in path and path.endswith("/index.html")
    }
