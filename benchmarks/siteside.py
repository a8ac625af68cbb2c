"""One database's pages, measured in a process of its own: prints the figures as JSON."""

import json
import os
import resource
import sys
import time
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

ROUNDS = 3
LONG = 5  # seconds, after which once is enough

BOOKS = "/generated/catalog/book/"
CHANGES = "/generated/catalog/change/"
# what is measured → our page, and the generated list's nearest
PAGES = {
    "list": ("/books/", BOOKS),
    "filtered": ("/books/?rating=5", f"{BOOKS}?rating__exact=5"),
    "three filters": (
        "/books/?category=Travel&rating=5&price__lte=20",
        f"{BOOKS}?category__id__exact=1&rating__exact=5",
    ),
    "sort title": ("/books/?sort=title", f"{BOOKS}?o=1"),
    "sort price": ("/books/?sort=-price", f"{BOOKS}?o=-2"),
    "sort stock": ("/books/?sort=stock", f"{BOOKS}?o=3"),
    "sort rating": ("/books/?sort=rating", f"{BOOKS}?o=4"),
    "sort category": ("/books/?sort=category", f"{BOOKS}?o=5"),
    "sort changed": ("/books/?sort=changed", f"{BOOKS}?o=6"),
    "sort first seen": ("/books/?sort=first_seen", f"{BOOKS}?o=6"),
    "deep": ("", f"{BOOKS}?p={{middle}}"),
    "search many": ("/books/?q=uat", f"{BOOKS}?q=uat"),
    "search none": ("/books/?q=zzzz", f"{BOOKS}?q=zzzz"),
    "item": ("/books/upc00012345/", ""),
    "job": ("/jobs/50/", ""),
    "home": ("/", ""),
    "admin list": ("/admin/catalog/book/", BOOKS),
    "admin sort": ("/admin/catalog/book/?o=2", f"{BOOKS}?o=2"),
    "admin filtered": ("/admin/catalog/book/?rating=5", f"{BOOKS}?rating__exact=5"),
    "admin search": ("/admin/catalog/book/?q=uat", f"{BOOKS}?q=uat"),
    "admin changes": ("/admin/catalog/change/", CHANGES),
    "admin changes of kind": (
        "/admin/catalog/change/?kind=catalog.Book",
        f"{CHANGES}?kind=catalog.Book",
    ),
}
EXPORTS = ("csv", "json", "ndjson", "parquet", "xlsx")


def main() -> None:
    """Measure all pages, then the exports."""
    django.setup()
    settings.ROOT_URLCONF = "benchmarks.siteurls"
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("collectstatic", interactive=False, verbosity=0)
    from django.contrib.auth.models import Group, User  # noqa: PLC0415 -- after django.setup()
    from django.test import Client  # noqa: PLC0415 -- as above

    client = Client()
    # Staff, not superuser: whose permissions are read as everybody's are.
    user = User.objects.create_user(f"bench{os.getpid()}", is_staff=True)
    user.groups.add(Group.objects.get(name="admin"))
    client.force_login(user)
    addresses = {**PAGES, "deep": _deep()}
    figures: dict[str, Any] = {
        name: [_page(client, ours), _page(client, theirs) if theirs else None]
        for name, (ours, theirs) in addresses.items()
    }
    rows = int(sys.argv[1])
    for ending in EXPORTS:
        query = "" if rows == 0 else f"?changed__gte={_since(rows)}"
        figures[f"export {ending}"] = _export(client, f"/books.{ending}{query}")
    figures["memory MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(figures))


def _page(client: Any, address: str) -> dict[str, float]:
    """Return the least times of some rounds in ms, and the most queries.

    `ms` is asked for with nothing remembered of the view, `again` right after.
    """
    from django.core.cache import cache  # noqa: PLC0415 -- after django.setup()

    first, again, most = [], [], 0
    for _ in range(ROUNDS):
        cache.clear()
        for times in (first, again):
            took, queries = _asked(client, address)
            times.append(took)
            most = max(most, queries)
            if took > LONG:
                break
        if first[-1] > LONG:
            break
    ms, after = (round(min(times, default=0) * 1000, 1) for times in (first, again))
    return {"ms": ms, "again": after or ms, "queries": most}


def _asked(client: Any, address: str) -> tuple[float, int]:
    """Return the seconds that a page took, and its queries."""
    from django.db import connection  # noqa: PLC0415 -- after django.setup()
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- as above

    connection.queries_log.clear()  # it holds 9,000, and would then forget the oldest
    with CaptureQueriesContext(connection) as queries:
        start = time.perf_counter()
        response = client.get(address)
        took = time.perf_counter() - start
    if response.status_code != 200:  # noqa: PLR2004 -- OK
        raise RuntimeError(f"{address}: {response.status_code}")
    return took, len(queries)


def _deep() -> tuple[str, str]:
    """Return the addresses of a page in the middle of the rows."""
    from django.http import QueryDict  # noqa: PLC0415 -- after django.setup()

    from webapp.catalog.browse.order import Cursor  # noqa: PLC0415 -- as above
    from webapp.catalog.browse.view import View  # noqa: PLC0415 -- as above
    from webapp.catalog.models import Book  # noqa: PLC0415 -- as above

    view = View.from_query(Book, QueryDict("sort=title"))
    half = Book.objects.count() // 2
    book = Book.objects.get(pk=half)
    ours = f"/books/{view.query(cursor=Cursor(book.title, book.pk))}"
    return ours, PAGES["deep"][1].format(middle=half // 100)


def _since(rows: int) -> str:
    """Return a day since which about so many rows have changed."""
    from webapp.catalog.models import Book  # noqa: PLC0415 -- after django.setup()

    moments = Book.objects.order_by("-changed").values_list("changed", flat=True)
    return f"{moments[min(rows, Book.objects.count() - 1)]:%Y-%m-%d}"


def _export(client: Any, address: str) -> dict[str, float]:
    start, cpu = time.perf_counter(), time.process_time()
    response = client.get(address)
    size = sum(len(piece) for piece in response.streaming_content)
    return {
        "s": round(time.perf_counter() - start, 1),
        "cpu": round(time.process_time() - cpu, 1),
        "MB": round(size / 1e6, 1),
    }


if __name__ == "__main__":
    main()
