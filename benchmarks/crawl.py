"""What our house costs a whole crawl: `python -m benchmarks.crawl [--quick]`.

Pages a CPU-second on the practice shop (1,000 books on their own pages, and their lists): ours,
with all its settings, into a fresh SQLite database, against a plain Scrapy spider with the same
callbacks that stores nothing. Between them, to tell what comes from where: that spider with our
CONCURRENT_ITEMS ("tuned"; Scrapy's own 100 costs a one-item page a third more), and ours without a
database ("unstored").
"""

import argparse
import sys
from collections import defaultdict

from benchmarks.databases import SqliteServer, ask
from benchmarks.measure import Figures, Series, run_module, workshop
from benchmarks.verdict import Verdict, show_versions
from tests.site.process import running_site

SIDES = ("bare", "tuned", "unstored", "ours")
RATIO = 0.80  # of the bare spider's pages a CPU-second
ROUNDS = 5
BOOKS = "SELECT count(*) FROM catalog_book"
BOOKS_IN_SHOP = 1000
QUICK_BOOKS = 40

Runs = dict[str, list[Figures]]


def main() -> int:
    """Measure and judge; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crawl", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only show that it runs")
    quick = parser.parse_args().quick
    books = QUICK_BOOKS if quick else BOOKS_IN_SHOP
    show_versions()
    with workshop() as folder:
        server = SqliteServer(folder)
        # The least shop is the start-up: what is left is the pages' own cost.
        least = _measure(server, 1, 1 if quick else ROUNDS)
        runs = _measure(server, books, 1 if quick else ROUNDS)
    verdict = Verdict("crawl", judge=not quick)
    for side in SIDES:
        verdict.exactly(f"{side}_items", min(run["items"] for run in runs[side]), books)
    verdict.exactly("stored", min(run["books"] for run in runs["ours"]), books)
    if verdict.missed:  # a side that did not crawl the shop has no rate
        return verdict.end()
    _show(runs, least)
    gross = {side: _rate(runs[side]) for side in SIDES}
    net = {side: _rate(runs[side], least[side]) for side in SIDES}
    for side in SIDES:
        verdict.note(f"{side}_pages_per_cpu_s", gross[side])
        verdict.note(f"{side}_net", net[side])
    verdict.note("ratio_net", net["ours"].over(net["bare"]), 2)
    verdict.note("ratio_tuned", gross["ours"].over(gross["tuned"]), 2)
    verdict.note("ratio_unstored", gross["unstored"].over(gross["bare"]), 2)
    verdict.at_least("ratio", gross["ours"].over(gross["bare"]), RATIO)
    return verdict.end()


def _measure(server: SqliteServer, books: int, rounds: int) -> Runs:
    """Crawl a shop of so many books on all sides, in turn; the first round is not counted."""
    runs: Runs = defaultdict(list)
    with running_site("--books", str(books)) as site:
        for number in range(rounds + 1):
            print(f"{books} books, round {number} of {rounds}", file=sys.stderr)
            for side in SIDES:
                with server.database() as database:
                    figures = _crawl(side, f"{site.url}/books/", database)
                if number:
                    runs[side].append(figures)
    return runs


def _crawl(side: str, url: str, database: str) -> Figures:
    given = {"side": side, "url": url}
    figures = run_module("benchmarks.shop", given, {"DATABASE_URL": database})
    return figures | {"books": ask(database, BOOKS)}


def _rate(runs: list[Figures], least: list[Figures] | None = None) -> Series:
    """Return pages a CPU-second; with `least`, without what the least shop costs."""
    cpu, pages = 0.0, 0.0
    if least:
        cpu = Series([run["cpu"] for run in least]).median
        pages = Series([run["pages"] for run in least]).median
    return Series([(run["pages"] - pages) / (run["cpu"] - cpu) for run in runs])


def _show(runs: Runs, least: Runs) -> None:
    print(f"median [least..most] of {len(runs['ours'])} interleaved runs")
    for side in SIDES:
        cpu = Series([run["cpu"] for run in runs[side]])
        wall = Series([run["wall"] for run in runs[side]])
        print(
            f"  {side:9} {runs[side][0]['pages']} pages, "
            f"CPU {cpu.text(2)} s, wall {wall.text(1)} s, "
            f"pages a CPU-second {_rate(runs[side]).text()}, "
            f"net of start-up {_rate(runs[side], least[side]).text()}"
        )


if __name__ == "__main__":
    sys.exit(main())
