"""Turning the practice site's knobs: change prices, put a fault in a page's place, undo all."""

import dataclasses
import json
import random
from decimal import Decimal

from tests.site.answers import HTML, JSON, answer, redirect


def mutate(site, request):
    """Change the price of a share of the books: exactly round(share x books) of them."""
    share = float(request.value("share", "0.05"))
    with site.lock:
        site.mutations += 1
        rng = random.Random(f"mutate {site.seed} {site.mutations}")
        chosen = set(rng.sample(range(len(site.books)), round(share * len(site.books))))
        books = [
            _dearer(book) if index in chosen else book for index, book in enumerate(site.books)
        ]
        site.set_books(books)
    changed = sorted(books[index].upc for index in chosen)
    return answer(json.dumps({"changed": len(changed), "upcs": changed}), content_type=JSON)


def _dearer(book):
    return dataclasses.replace(book, price=f"£{Decimal(book.price[1:]) + 1:.2f}")


def override(site, request):
    """Answer a path (or a pattern such as /books/*) otherwise from now on: see `overridden`."""
    with site.lock:
        site.overrides.append((request.value("path"), request))
    return answer("{}", content_type=JSON)


def overridden(site, request, order):
    """Answer as ordered: `as` another target, or with a status, body, type; after a delay."""
    delay = float(order.value("delay", "0"))
    if order.value("as"):
        known = site.again(request, order.value("as"))
    elif order.value("location"):
        known = redirect(order.value("location"), int(order.value("status", "302")))
    elif order.value("status") or order.values("body") or order.body:
        known = answer(
            order.body or order.value("body"),
            status=int(order.value("status", "200")),
            content_type=order.value("type", HTML),
            headers=[header.split(":", 1) for header in order.values("header")],
        )
    else:
        known = site.again(request, request.target)
    return _after(delay, known) if delay else known


def _after(seconds, known):
    yield seconds
    yield from [known] if isinstance(known, bytes) else known


def reset(site, request):
    site.reset()
    return answer("{}", content_type=JSON)
