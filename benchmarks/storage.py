"""What it costs to store an item: `python -m benchmarks.storage [--quick]`.

Compared in one run, on SQLite and on PostgreSQL, the same books from a site in memory: nobody
stores, we do, scrapy-djangoitem does, Django's asynchronous update_or_create does. CPU is that of
the whole Scrapy process with all its threads; a database server's own is not in it. "Net" is
without the start-up (the same crawl with no items), "gross" is with it. "Stock" stores nothing
with Scrapy's own CONCURRENT_ITEMS of 100, "none" with our 20, which is cheaper; what we cost is
judged against stock, the Scrapy that people have, and told against both.
"""

import argparse
import sys
from contextlib import ExitStack

from benchmarks.databases import PostgresServer, SqliteServer
from benchmarks.loads import CHANGED_EVERY, Loads, Sizes
from benchmarks.measure import workshop
from benchmarks.verdict import Verdict, show_versions

FIRST_LOAD = 2.3  # times the CPU of storing nothing, SQLite
DJANGOITEM = 5  # times our CPU, SQLite
AUPDATE = 7  # times our CPU, PostgreSQL
UNCHANGED = 70  # CPU µs an item over storing nothing
LAG = 5  # ms

SORTS = ("stock", "none", "ours", "ours/unchanged", "ours/changed", "djangoitem", "aupdate")
LABELS = {
    "stock": "no pipeline, stock Scrapy",
    "none": "no pipeline",
    "ours": "ours, first load",
    "ours/unchanged": "ours, nothing changed",
    "ours/changed": "ours, 5 % changed",
    "djangoitem": "scrapy-djangoitem",
    "aupdate": "await aupdate_or_create",
}


def main() -> int:
    """Measure and judge; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.storage", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only show that it runs")
    parser.add_argument("--rounds", type=int, help="how often everything is measured")
    given = parser.parse_args()
    sizes = Sizes.quick() if given.quick else Sizes()
    rounds = given.rounds or sizes.rounds
    with workshop() as folder, ExitStack() as stack:
        servers = [SqliteServer(folder), stack.enter_context(PostgresServer.running())]
        show_versions(*(server.version for server in servers if server.version))
        every = {server.name: Loads(server, sizes) for server in servers}
        for loads in every.values():
            loads.warm_up()
        for number in range(rounds):
            for loads in every.values():
                print(f"round {number + 1} of {rounds}, {loads.server.name}", file=sys.stderr)
                loads.round()
    verdict = Verdict("storage", judge=not given.quick)
    for name, loads in every.items():
        _show(name, loads)
        _judge(name, loads, verdict)
    return verdict.end()


def _show(name: str, loads: Loads) -> None:
    print(f"\n{name}: median [least-most] of {len(loads.runs['none'])} interleaved runs")
    print(f"  {'':28}{'CPU us/item net':>24}{'gross':>24}{'items/s':>26}  stored")
    for sort in SORTS:
        runs = loads.runs[sort]
        stored = (
            "-"
            if sort in {"stock", "none"}
            else f"{min(r['rows'] for r in runs)} of {runs[0]['n']}"
        )
        figures = f"{loads.net(sort).text():>24}{loads.gross(sort).text():>24}"
        print(f"  {LABELS[sort]:28}{figures}{loads.speed(sort).text():>26}  {stored}")
    for sort in ("stock", "none", "ours", "djangoitem", "aupdate"):
        print(f"  start-up {sort}: {loads.of(f'{sort}/empty', 'cpu').text(2)} s")
    for sort in ("none/paced", "ours/paced"):
        late = ", ".join(f"{p} {loads.lag(sort, p).text(2)}" for p in ("p50", "p99", "most"))
        print(f"  loop lag at {loads.sizes.rate} items/s, {sort}, ms: {late}")


def _judge(name: str, loads: Loads, verdict: Verdict) -> None:
    stock, none, ours = loads.net("stock"), loads.net("none"), loads.net("ours")
    for sort in SORTS:
        verdict.note(f"{name}_us_{sort.replace('/', '_')}", loads.net(sort))
    ratio, djangoitem, aupdate = (
        ours.over(stock),
        loads.net("djangoitem").over(ours),
        loads.net("aupdate").over(ours),
    )
    over = loads.net("ours/unchanged").minus(none)
    verdict.note(f"{name}_first_ratio_tuned", ours.over(none), 2)
    verdict.note(f"{name}_first_ratio_gross", loads.gross("ours").over(loads.gross("stock")), 2)
    if name == "sqlite":
        verdict.at_most("sqlite_first_ratio", ratio, FIRST_LOAD)
        verdict.at_least("sqlite_djangoitem_ratio", djangoitem, DJANGOITEM)
        verdict.note("sqlite_aupdate_ratio", aupdate, 2)
    else:
        verdict.note("postgres_first_ratio", ratio, 2)
        verdict.note("postgres_djangoitem_ratio", djangoitem, 2)
        verdict.at_least("postgres_aupdate_ratio", aupdate, AUPDATE)
    verdict.at_most(f"{name}_unchanged_over_us", over, UNCHANGED, 1)
    verdict.note(f"{name}_lag_p99_none_ms", loads.lag("none/paced", "p99"), 2)
    verdict.at_most(f"{name}_lag_p99_ms", loads.lag("ours/paced", "p99"), LAG)
    _judge_rows(name, loads, verdict)


def _judge_rows(name: str, loads: Loads, verdict: Verdict) -> None:
    """Check every round's rows: who stores less is cheap."""
    n = loads.sizes.items
    for run in loads.runs["ours"]:
        verdict.exactly(f"{name}_first_rows", run["rows"], n)
    for run in loads.runs["ours/unchanged"]:
        verdict.exactly(f"{name}_unchanged_written", run["written"], 0)
        verdict.exactly(f"{name}_unchanged_items", run["outcomes"].get("unchanged", 0), n)
    for run in loads.runs["ours/changed"]:
        verdict.exactly(f"{name}_change_rows", run["changes"], n // CHANGED_EVERY)


if __name__ == "__main__":
    sys.exit(main())
